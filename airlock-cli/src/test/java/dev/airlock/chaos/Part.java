package dev.airlock.chaos;

import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.shell.Counters;
import dev.airlock.executor.shell.ExecutorConfig;
import dev.airlock.executor.shell.ExecutorHouse;
import dev.airlock.gateway.shell.GatewayConfig;
import dev.airlock.gateway.shell.GatewayKeys;
import dev.airlock.gateway.shell.WatchedGateway;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.node.NodeRefused;
import dev.airlock.node.Service;
import dev.airlock.road.Bus;
import dev.airlock.road.Probe;
import dev.airlock.road.keys.KeyFiles;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One part of the road. As a process of its own it says {@code ready} and stays until it is killed. */
final class Part {
    /** What a process says that was killed by the kernel, and what ours says when it ends itself as abruptly. */
    static final int KILLED = 137;

    /** A part that was started; closing it takes no checked exception with it. */
    interface Running extends AutoCloseable {
        @Override
        void close();
    }

    private Part() {}

    /** Arguments: which part, then {@code KEY=VALUE} settings. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = Arrays.stream(arguments)
                .skip(1)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Running _ = arguments[0].equals("node") ? node(settings) : start(arguments[0], settings);
        System.out.println("ready " + arguments[0]);
        Thread.currentThread().join();
    }

    /** Starts a part in this process: a service by its name, {@code scripted} or {@code doomed}. */
    static Running start(String part, Map<String, String> settings) throws IOException {
        return switch (part) {
            case "scripted" -> scripted(settings);
            case "doomed" -> doomed(settings);
            default -> Service.start(Service.Kind.valueOf(part.toUpperCase(Locale.ROOT)), settings)::close;
        };
    }

    private static Running scripted(Map<String, String> settings) throws IOException {
        Map<String, String> own = new TreeMap<>(settings);
        Path runs = Path.of(own.remove("runs"));
        Vertx vertx = Vertx.vertx();
        ExecutorHouse house = ExecutorHouse.start(
                vertx,
                ExecutorConfig.from(own),
                new ExecutorHouse.Parts(
                        Map.of(SandboxKind.MICROVM, new ScriptedSandbox(runs)),
                        InstantSource.system(),
                        new Counters(),
                        Probe.NONE));
        return () -> {
            house.close();
            vertx.close().await();
        };
    }

    /** A gateway that ends as by kill -9 right before or after one of its commits. */
    private static Running doomed(Map<String, String> settings) throws IOException {
        var keys = new KeyFiles(Path.of(settings.get("keys.dir")), new SecureRandom());
        var own = new GatewayKeys(
                keys.loadOrCreate("gateway"), keys.loadOrCreate("gateway@ingress"), Optional.empty(), keys.ring());
        GatewayConfig config = GatewayConfig.from(Map.of("mux.enabled", "false", "instance", settings.get("instance")));
        Bus bus = Bus.at(settings.get("bootstrap.servers")).within(settings.get("namespace"));
        Probe death = new Death(settings.get("dies").equals("before"), Integer.parseInt(settings.get("commit")));
        return WatchedGateway.start(Vertx.vertx(), config, own, bus, death)::close;
    }

    private static Running node(Map<String, String> settings) throws InterruptedException {
        try {
            return Node.start(
                    new DataDirectory(Path.of(settings.get("data"))),
                    new NodeOptions(
                            Integer.parseInt(settings.get("port")),
                            Integer.parseInt(settings.getOrDefault("mux", "0")),
                            2,
                            true,
                            true),
                    System.out::println)::close;
        } catch (NodeRefused e) {
            System.out.println("refused: " + e.getMessage() + " fix: " + e.fix());
            Runtime.getRuntime().halt(7);
            throw new AssertionError(e);
        }
    }

    /** Ends the process at one moment; no shutdown hook runs. */
    private static final class Death implements Probe {
        private final boolean before;
        private final int at;
        private int commits;

        Death(boolean before, int at) {
            this.before = before;
            this.at = at;
        }

        @Override
        public void beforeCommit() {
            if (before) {
                count();
            }
        }

        @Override
        public void afterCommit() {
            if (!before) {
                count();
            }
        }

        private void count() {
            commits++;
            if (commits == at) {
                Runtime.getRuntime().halt(KILLED);
            }
        }
    }
}
