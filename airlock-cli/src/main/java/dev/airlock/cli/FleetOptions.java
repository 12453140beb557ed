package dev.airlock.cli;

import dev.airlock.fleet.FleetFailed;
import dev.airlock.node.Launcher;
import dev.airlock.scale.Grounds;
import dev.airlock.schemas.model.Backend;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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

    /** Whether it holds. */
    interface Verdict<R> {
        boolean of(R result);
    }

    /** Makes a directory, has it done there, and deletes the directory unless something failed or does not hold. */
    <R> R done(int executorsMost, Work<R> work, Verdict<R> verdict) throws IOException, InterruptedException, Trouble {
        if (slots < 1) {
            throw new Trouble(Exit.USAGE, "--slots is " + slots, "--slots 2");
        }
        Path launcher = Launcher.path()
                .orElseThrow(() -> new Trouble(Exit.USAGE, "no launcher is above these classes", "run ./airlock"));
        Path root = Files.createTempDirectory("airlock-scale-");
        boolean keep = true;
        try {
            R result = work.on(new Grounds.Plan(
                    root,
                    arguments -> Stream.concat(Stream.of(launcher.toString()), arguments.stream())
                            .toList(),
                    backend(),
                    slots,
                    executorsMost,
                    this::say));
            keep = !verdict.of(result);
            return result;
        } catch (FleetFailed e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "look into " + root.resolve("logs"));
        } finally {
            if (keep) {
                say("all of it is kept in " + root);
            } else {
                Scrap.delete(root);
            }
        }
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("airlock: " + line);
        err.flush();
    }
}
