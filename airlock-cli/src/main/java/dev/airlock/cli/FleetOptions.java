package dev.airlock.cli;

import dev.airlock.fleet.FleetFailed;
import dev.airlock.scale.Grounds;
import dev.airlock.schemas.model.Backend;
import java.io.IOException;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands have in common that start a road of processes. */
final class FleetOptions {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "container",
            description =
                    "What is to run the intents: microvm, simulation, which runs nothing, or by default container.")
    private String backend;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many runs each executor has at once; 2 by default.")
    private int slots;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    int slots() {
        return slots;
    }

    Backend backend() {
        return Words.constant(Backend.class, "--backend", backend);
    }

    /** What is done on such a road. */
    interface Work<R> {
        R on(Grounds.Plan plan) throws IOException, FleetFailed, InterruptedException;
    }

    /** Has it done on a road of its own, with room for so many executors. */
    <R> R done(int executorsMost, Work<R> work, Predicate<R> holds) throws IOException, InterruptedException, Trouble {
        if (slots < 1) {
            throw new Trouble(Exit.USAGE, "--slots is " + slots, "--slots 2");
        }
        Backend which = backend();
        return OwnRoad.on(
                spec,
                "airlock-scale-",
                (root, command, say) -> work.on(new Grounds.Plan(root, command, which, slots, executorsMost, say)),
                holds);
    }
}
