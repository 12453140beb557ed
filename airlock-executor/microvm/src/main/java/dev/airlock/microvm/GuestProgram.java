package dev.airlock.microvm;

import dev.airlock.image.Image;
import dev.airlock.image.RootFs;
import java.util.ArrayList;
import java.util.List;

/**
 * What to run.
 *
 * @param root all the guest sees of a file system
 * @param command the program's absolute path in {@code root}, then its arguments
 * @param environment {@code NAME=value}
 */
public record GuestProgram(RootFs root, List<String> command, List<String> environment) {
    /** Tells a program that its payload is all there at the first read of descriptor 0: an image's runner then does not ask for its end. */
    static final String WHOLE_PAYLOAD = "AIRLOCK_PAYLOAD=whole";

    /** What an image starts. */
    public static GuestProgram of(Image image) {
        List<String> environment = new ArrayList<>(image.environment());
        environment.add(WHOLE_PAYLOAD);
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
