package dev.airlock.cli;

import dev.airlock.node.LoneBroker;
import dev.airlock.node.NodeRefused;
import java.time.Duration;
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
    @Mixin
    private DataOption data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "19092",
            description = "Where it listens; by default ${DEFAULT-VALUE}, 0 for any.")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, Trouble {
        try (UntilEnd end = new UntilEnd();
                LogLines _ = LogLines.toStandardError("broker");
                LoneBroker broker = LoneBroker.start(data.directory(), port)) {
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
