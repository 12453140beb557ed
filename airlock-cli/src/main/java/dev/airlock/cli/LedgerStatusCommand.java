package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.node.SignedHeads;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.CheckpointRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the newest signed head of each partition: how many records, which root, since when.",
        footer = {
            "",
            "Exit code 0 when every token is under a signed head, 1 when one is not: no ledger is at work, or it refuses to go on."
        })
final class LedgerStatusCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--name",
            paramLabel = "LEDGER",
            defaultValue = "main",
            description = "Which ledger; by default ${DEFAULT-VALUE}, a node's own.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        KeyRing ring = new KeyFiles(data.directory().keys(), new SecureRandom()).ring();
        try (Reach reach = TokenSource.reach(data.directory())) {
            return show(SignedHeads.read(reach.bus(), ring, name));
        } catch (BusUnreachable e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock doctor");
        }
    }

    private int show(SignedHeads heads) {
        PrintWriter out = spec.commandLine().getOut();
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            boolean covered = !heads.uncovered().contains(partition);
            if (heads.newest().containsKey(partition)) {
                show(out, heads.newest().get(partition), covered);
            } else if (!covered) {
                out.println(
                        json.asked()
                                ? JsonOption.line(Map.of("partition", partition, "size", 0, "covered", false))
                                : "partition %d  no signed head, and there are tokens".formatted(partition));
            }
        }
        if (heads.newest().isEmpty() && heads.uncovered().isEmpty() && !json.asked()) {
            out.println("No tokens yet, so there is nothing to sign.");
        }
        return heads.uncovered().isEmpty() ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    private void show(PrintWriter out, CheckpointRecord head, boolean covered) {
        if (json.asked()) {
            out.println(JsonOption.line(Map.of(
                    "partition", head.partition(),
                    "log", head.log(),
                    "size", head.size(),
                    "root", head.root(),
                    "signed_at", head.at().toString(),
                    "covered", covered)));
        } else {
            out.printf(
                    "%s  %d records, root %s, signed %s%s%n",
                    head.log(), head.size(), head.root(), head.at(), covered ? "" : "; NEWER TOKENS ARE UNDER NO HEAD");
        }
    }
}
