package dev.airlock.cli;

import dev.airlock.node.NodeFile;
import dev.airlock.node.Watch;
import dev.airlock.road.Bus;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.posture.Effective;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Whether a node runs on the data directory, where, and whether the road is open.",
        footer = {"", "Exit code 0 when a node runs and external AI may come in, else 7."})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<NodeFile> node = NodeFile.running(data.directory());
        if (node.isEmpty()) {
            out.println(
                    json.asked()
                            ? JsonOption.line(Map.of(
                                    "running",
                                    false,
                                    "data",
                                    data.directory().root().toString()))
                            : "No node runs on " + data.directory().root() + "; start one with: airlock up");
            return Exit.UNAVAILABLE;
        }
        Effective now = postureOf(node.get());
        boolean open = now.fresh() && !now.switches().denyExternalAiInbound();
        if (json.asked()) {
            out.println(JsonOption.line(Map.of(
                    "running", true,
                    "data", data.directory().root().toString(),
                    "pid", node.get().pid(),
                    "bootstrap", node.get().bootstrap(),
                    "mux", node.get().mux(),
                    "posture", word(now),
                    "open", open,
                    "reason", now.reason())));
        } else {
            out.printf(
                    "node     process %d, data %s%n",
                    node.get().pid(), data.directory().root());
            out.printf("broker   %s%n", node.get().bootstrap());
            out.printf(
                    "MUX      %s%n",
                    node.get().mux().isEmpty() ? "off" : node.get().mux());
            out.printf("posture  %s: %s%n", word(now), now.reason());
        }
        return open ? Exit.FINE : Exit.UNAVAILABLE;
    }

    private Effective postureOf(NodeFile node) throws IOException, InterruptedException {
        var ring = new KeyFiles(data.directory().keys(), new SecureRandom()).ring();
        try (Watch watch = Watch.on(Bus.at(node.bootstrap()), ring, InstantSource.system())) {
            return watch.await(Effective::fresh, Duration.ofSeconds(3));
        }
    }

    private static String word(Effective now) {
        return now.posture().name().toLowerCase(Locale.ROOT);
    }
}
