package dev.airlock.cli;

import dev.airlock.fleet.FleetFailed;
import dev.airlock.node.Launcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** A directory for a road of processes of a command's own, which is kept when something failed or does not hold. */
final class OwnRoad {
    private OwnRoad() {}

    /** What is done on it. */
    interface Work<R> {
        /**
         * @param root an empty directory
         * @param command from the arguments of {@code airlock} to a whole command line
         * @param say takes a line on what is being done
         */
        R on(Path root, UnaryOperator<List<String>> command, Consumer<String> say)
                throws IOException, FleetFailed, InterruptedException;
    }

    /**
     * Has it done.
     *
     * @param name what the directory's begins with
     * @param holds whether the directory is of no more use
     */
    static <R> R on(CommandSpec spec, String name, Work<R> work, Predicate<R> holds)
            throws IOException, InterruptedException, Trouble {
        Path launcher = Launcher.path()
                .orElseThrow(() -> new Trouble(Exit.USAGE, "no launcher is above these classes", "run ./airlock"));
        PrintWriter err = spec.commandLine().getErr();
        Consumer<String> say = line -> {
            err.println("airlock: " + line);
            err.flush();
        };
        Path root = Files.createTempDirectory(name);
        boolean keep = true;
        try {
            R result = work.on(
                    root,
                    arguments -> Stream.concat(Stream.of(launcher.toString()), arguments.stream())
                            .toList(),
                    say);
            keep = !holds.test(result);
            return result;
        } catch (FleetFailed e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "look into " + root.resolve("logs"));
        } finally {
            if (keep) {
                say.accept("all of it is kept in " + root);
            } else {
                Scrap.delete(root);
            }
        }
    }
}
