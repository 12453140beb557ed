package dev.airlock.microvm;

import dev.airlock.image.Image;
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
    /** What an image sets whose program wants to know whether all of its payload is there at the first read of descriptor 0. */
    private static final String ENDED_PAYLOAD = "AIRLOCK_PAYLOAD=ended";

    private static final String WHOLE_PAYLOAD = "AIRLOCK_PAYLOAD=whole";

    /** What an image starts. In a guest a payload is whole, so that a program that knows of it need not ask for its end. */
    public static GuestProgram of(Image image) {
        List<String> environment = image.environment().stream()
                .map(line -> line.equals(ENDED_PAYLOAD) ? WHOLE_PAYLOAD : line)
                .toList();
        return new GuestProgram(image.root(), image.command(), environment);
    }

    public GuestProgram {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a program needs a command");
        }
    }
}
