package dev.airlock.cli;

import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.config.Settings;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the topics that are missing on a Kafka of one's own, and refuses ones that are something else. Services that run",
            "alone need them; a node makes its own."
        },
        footer = {"", "Exit code 0 when all are there and right, 2 when one is something else, 7 without a broker."})
final class TopicsCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private PrintOption print;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many brokers hold each record; 1 unless there are several.")
    private short replication;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        Settings settings = config.settings("topics");
        Bus bus = bus(settings);
        if (print.asked()) {
            return print.say("topics", config.file(), settings, spec);
        }
        try {
            Topics.ensure(bus, replication);
        } catch (TopicsDisagree e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "");
        } catch (BusUnreachable e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "start the broker, and look at bootstrap.servers");
        }
        spec.commandLine().getOut().println(Topic.values().length + " topics are as they should be on " + bus);
        return Exit.FINE;
    }

    private Bus bus(Settings settings) throws Trouble {
        try {
            Bus bus = settings.bus();
            settings.refuseOthers();
            return bus;
        } catch (IllegalArgumentException e) {
            throw config.unfit(e);
        }
    }
}
