package dev.airlock.microvm;

import dev.airlock.image.RootFs;
import java.util.List;

/**
 * What to run.
 *
 * @param root all the guest sees of a file system
 * @param command the program's absolute path in {@code root}, then its arguments
 * @param environment {@code NAME=value}
 */
public record GuestProgram(RootFs root, List<String> command, List<String> environment) {
    public GuestProgram {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a program needs a command");
        }
    }
}
