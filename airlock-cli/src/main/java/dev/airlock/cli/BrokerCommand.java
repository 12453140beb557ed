package dev.airlock.cli;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.LoneBroker;
import dev.airlock.node.NodeRefused;
import dev.airlock.road.config.Overrides;
import dev.airlock.road.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description =
                "Runs the embedded broker alone, with every topic of the road. Stays until interrupted or stopped.",
        footer = {"", "It listens on loopback only: for services that are processes of their own on this machine."})
final class BrokerCommand implements Callable<Integer> {
    private static final int PORT_USUAL = 19_092;
    private static final int PORT_MAX = 65_535;

    @Mixin
    private DataOption data;

    @Option(names = "--port", paramLabel = "PORT", description = "Where it listens; by default 19092, 0 for any.")
    private Integer port;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "A properties file with data.dir and port; options and variables AIRLOCK_BROKER_KEY of the environment",
                "stand before it."
            })
    private Path config;

    @Mixin
    private PrintOption print;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException, Trouble {
        Settings settings = config == null
                ? new Settings(Map.of(), Overrides.of("broker", System.getenv()))
                : ConfigOption.read(config, "broker");
        if (spec.commandLine().getParseResult().hasMatchedOption("--data")) {
            settings.say("data.dir", data.directory().root().toString());
        }
        if (port != null) {
            settings.say("port", port.toString());
        }
        Path file = config == null ? Path.of("the command") : config;
        BrokerConfig broker;
        try {
            broker = BrokerConfig.from(settings, data.directory());
        } catch (IllegalArgumentException e) {
            throw ConfigOption.unfit(file, e);
        }
        return print.asked() ? print.say("broker", file, settings, spec) : Ending.of(file, () -> serve(broker));
    }

    /**
     * What a broker is told.
     *
     * @param data {@code data.dir}: where its log is; by default the node's
     * @param port {@code port}: where it listens on loopback, 0 to 65535, 0 for any, default 19092
     */
    private record BrokerConfig(DataDirectory data, int port) {
        static BrokerConfig from(Settings settings, DataDirectory usual) {
            var config = new BrokerConfig(
                    new DataDirectory(
                            Path.of(settings.text("data.dir", usual.root().toString()))),
                    settings.whole("port", PORT_USUAL, 0, PORT_MAX));
            settings.refuseOthers();
            return config;
        }
    }

    private int serve(BrokerConfig config) throws InterruptedException, Trouble {
        try (UntilEnd end = new UntilEnd();
                LogLines _ = LogLines.toStandardError("broker");
                LoneBroker broker = LoneBroker.start(config.data(), config.port())) {
            spec.commandLine()
                    .getOut()
                    .println("broker is up at " + broker.bus().bootstrapServers());
            spec.commandLine().getOut().flush();
            end.await(Duration.ZERO);
        } catch (NodeRefused e) {
            throw new Trouble(e.unavailable() ? Exit.UNAVAILABLE : Exit.USAGE, e.getMessage(), e.fix());
        }
        return Exit.FINE;
    }
}
