package dev.airlock.jail.shell;

import dev.airlock.jail.model.Account;
import dev.airlock.linux.Landlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stage 0 leaves to the program that it executes.
 *
 * @param account whom it runs as, when stage 0 is root
 * @param files what it may do to which files; what is not there is left out
 * @param ports TCP ports that it may connect to
 * @param command the program, by its absolute path, and its arguments
 * @param environment all of it, as {@code NAME=VALUE}
 */
public record Cell(
        Optional<Account> account,
        List<Allowance> files,
        List<Integer> ports,
        List<String> command,
        List<String> environment) {
    public Cell {
        files = List.copyOf(files);
        ports = List.copyOf(ports);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        if (command.isEmpty() || !command.getFirst().startsWith("/")) {
            throw new IllegalArgumentException("the command " + command + " has no absolute path");
        }
    }

    /**
     * The cell in which this JVM starts once more.
     *
     * @param files what it needs beside what every JVM does
     */
    public static Cell ofThisJvm(Optional<Account> account, List<Allowance> files, List<Integer> ports)
            throws IOException {
        Path java = OwnCommand.binary();
        List<String> command = OwnCommand.arguments();
        return new Cell(
                account,
                Stream.concat(JavaNeeds.of(java, command), files.stream()).toList(),
                ports,
                command,
                OwnCommand.environment(System.getenv()));
    }

    /** @param path of a file, or of a directory with all beneath */
    public record Allowance(Path path, Landlock.Access access) {
        public static Allowance read(Path path) {
            return new Allowance(path, Landlock.Access.READ);
        }

        public static Allowance write(Path path) {
            return new Allowance(path, Landlock.Access.WRITE);
        }
    }
}
