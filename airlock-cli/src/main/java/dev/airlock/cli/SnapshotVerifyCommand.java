package dev.airlock.cli;

import dev.airlock.executor.shell.SnapshotDesk;
import dev.airlock.executor.shell.SnapshotDesk.Listed;
import dev.airlock.executor.shell.SnapshotDesk.NoMachine;
import dev.airlock.executor.shell.SnapshotDesk.Refusal;
import dev.airlock.image.ImageRejected;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Reads snapshots whole and verifies signature, state and the root over all pages, in a sealed copy.",
        footer = {
            "",
            "Where guests can run it is also told whether a snapshot fits this machine. Exit code 0 only when every one that was",
            "asked for verifies; 1 when one does not."
        })
final class SnapshotVerifyCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private SnapshotKeyOption key;

    @Mixin
    private JsonOption json;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "One, by the beginning of its id.")
    private Optional<String> id;

    @Option(names = "--all", description = "Every snapshot; the default.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ImageRejected, Trouble {
        if (all && id.isPresent()) {
            throw new Trouble(Exit.USAGE, "give an id or --all, not both", "airlock snapshot verify " + id.get());
        }
        SnapshotDesk desk = key.desk(data.directory());
        List<Listed> chosen =
                id.isPresent() ? List.of(SnapshotCommand.find(desk, id.get())) : SnapshotCommand.all(desk);
        boolean compared = desk.comparesMachines();
        boolean fine = true;
        for (Listed one : chosen) {
            Optional<Refusal> refusal = verify(desk, one);
            fine &= refusal.isEmpty();
            say(one, refusal, compared);
        }
        if (chosen.isEmpty() && !json.asked()) {
            spec.commandLine().getOut().println("no snapshots");
        }
        return fine ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    private static Optional<Refusal> verify(SnapshotDesk desk, Listed one) throws IOException, Trouble {
        try {
            return desk.verify(one.id());
        } catch (NoMachine e) {
            throw new Trouble(Exit.UNAVAILABLE, "no memory to verify in: " + e.getMessage(), "");
        } catch (SnapshotDesk.NoKey e) {
            throw SnapshotKeyOption.missing(e);
        }
    }

    private void say(Listed one, Optional<Refusal> refusal, boolean compared) {
        PrintWriter out = spec.commandLine().getOut();
        if (json.asked()) {
            Map<String, Object> line = new TreeMap<>(
                    Map.of("id", one.id(), "verified", refusal.isEmpty(), "compared_with_machine", compared));
            refusal.ifPresent(why -> {
                line.put("refused", why.reason());
                line.put("text", why.text());
            });
            out.println(JsonOption.line(line));
        } else {
            String fits =
                    compared ? "verified" : "verified; whether it fits this machine is not known without /dev/kvm";
            String text = refusal.map(why -> "NOT USED, " + why.reason().toLowerCase(Locale.ROOT) + ": " + why.text())
                    .orElse(fits);
            out.println(one.id() + "  " + text);
        }
        out.flush();
    }
}
