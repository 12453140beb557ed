package dev.airlock.executor.sandbox;

import dev.airlock.image.Image;

/** Which reviewed base set of system calls an image's program needs. */
final class Runtimes {
    private Runtimes() {}

    /** {@code python} for {@code /usr/bin/python3.11}: the program's name without its version. */
    static String of(Image image) {
        String program = image.command().getFirst();
        return program.substring(program.lastIndexOf('/') + 1).replaceFirst("[0-9.]*$", "");
    }
}
