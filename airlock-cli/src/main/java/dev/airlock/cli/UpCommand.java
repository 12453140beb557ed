package dev.airlock.cli;

import dev.airlock.executor.model.Isolation;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.node.NodeRefused;
import dev.airlock.road.Bus;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Starts a node: a real Kafka broker and every service in one JVM. Stays until interrupted or stopped.",
        footer = {"", "Everything listens on loopback only. Log lines go to node.log in the data directory."})
final class UpCommand implements Callable<Integer> {
    /** The executor's 5 s and the fast lane's 20 s. */
    private static final Duration DRAIN_MAX = Duration.ofSeconds(25);

    @Mixin
    private DataOption data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "19092",
            description = "Where the broker listens; by default ${DEFAULT-VALUE}, 0 for any.")
    private int port;

    @Option(
            names = "--mux-port",
            paramLabel = "PORT",
            defaultValue = "4430",
            description = "Where the MUX listens; by default ${DEFAULT-VALUE}, 0 for none.")
    private int muxPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "4431",
            description = "Where HTTP is served; by default ${DEFAULT-VALUE}, 0 for nowhere.")
    private int httpPort;

    @Option(
            names = "--ledger-port",
            paramLabel = "PORT",
            defaultValue = "4432",
            description = "Where the ledger serves its logs and proofs; by default ${DEFAULT-VALUE}, 0 for nowhere.")
    private int ledgerPort;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where /live, /ready and Prometheus' /metrics are served; by default 0, nowhere.")
    private int metricsPort;

    @Option(
            names = "--mux-bus",
            description =
                    "Let MUX and HTTP take the bus, as with an executor elsewhere, and not this node's fast lane.")
    private boolean muxBus;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many programs run at once; by default one per core.")
    private int slots;

    @Option(
            names = "--simulation",
            description = "Offer the simulation too, to intents that ask for it by name; it runs nothing.")
    private boolean simulation;

    @Option(
            names = "--audit",
            description =
                    "Let local callers and operators ask for audit mode, which counts what it would have killed for.")
    private boolean audit;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "What runs programs: microvm, container, or by default auto: microvm with /dev/kvm, else container.")
    private String backend;

    @Option(
            names = "--hybrid",
            description = {
                "Seal tokens with ML-DSA-65 beside Ed25519. Keys that are there and plain are not changed: the start is refused until",
                "airlock keys rotate --hybrid NAME has put others in their place."
            })
    private boolean hybrid;

    @Option(
            names = "--join",
            paramLabel = "HOST:PORT",
            description = {
                "Join the road on the bus there instead of starting a broker and policy: snaft, gateway and executor with a fast",
                "lane of their own. The keys of that road have to be in the data directory."
            })
    private Optional<String> join;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, Trouble {
        PrintWriter out = spec.commandLine().getOut();
        try (UntilEnd end = new UntilEnd();
                LogLines _ = lines();
                Node node = start(line -> {
                    out.println(line);
                    out.flush();
                })) {
            out.println("up: broker " + node.bus().bootstrapServers()
                    + node.mux().map(at -> ", MUX " + at).orElse("")
                    + node.http().map(at -> ", HTTP " + at).orElse("")
                    + node.door().map(at -> ", metrics " + at).orElse("") + ", data "
                    + data.directory().root() + "; Ctrl-C or `airlock stop` ends it");
            out.flush();
            end.await(DRAIN_MAX);
        } catch (NodeRefused e) {
            throw new Trouble(e.unavailable() ? Exit.UNAVAILABLE : Exit.USAGE, e.getMessage(), e.fix());
        }
        return Exit.FINE;
    }

    private Node start(Consumer<String> progress) throws NodeRefused, InterruptedException, Trouble {
        var options = new NodeOptions(
                port,
                muxPort,
                slots,
                simulation,
                true,
                !muxBus,
                audit,
                httpPort,
                ledgerPort,
                Words.constant(Isolation.class, "--backend", backend),
                metricsPort,
                hybrid);
        return join.isPresent()
                ? Node.join(data.directory(), joined(join.get()), options, progress)
                : Node.start(data.directory(), options, progress);
    }

    /** What is joined is spoken to in the clear, so it has to be here. */
    private static Bus joined(String servers) throws Trouble {
        Bus bus = Bus.at(servers);
        if (!bus.onThisMachine()) {
            throw new Trouble(
                    Exit.USAGE,
                    "--join " + servers + " leads to another machine, and a node does not know how to protect that way",
                    "services of their own, whose settings have security.protocol; or a tunnel that ends on loopback");
        }
        return bus;
    }

    private LogLines lines() throws Trouble {
        try {
            return LogLines.toFile(data.directory().log(), "node");
        } catch (IOException e) {
            throw new Trouble(
                    Exit.USAGE,
                    "the data directory " + data.directory().root() + " cannot be made: " + e,
                    "another --data, or make room for it there; what is in the way is left as it is");
        }
    }
}
