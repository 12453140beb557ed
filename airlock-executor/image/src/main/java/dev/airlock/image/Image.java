package dev.airlock.image;

import java.util.List;
import java.util.Optional;

/**
 * A loaded image: checked, in memory, independent of the files it came from.
 *
 * @param name as it was asked for, such as {@code airlock-python:latest}
 * @param digest {@code sha256:} and 64 hex digits of the manifest
 * @param root what the guest sees as {@code /}
 * @param command the program and its arguments; the first is an absolute path in {@code root}
 * @param environment {@code NAME=value}, the whole of the guest's environment
 * @param runtime what kind of program it starts, such as {@code python}, as the manifest says; empty if it does not
 * @param warm what it says its program holds already when it asks for its payload, such as a {@link WarmProfile}'s text; anything at all
 */
public record Image(
        String name,
        String digest,
        RootFs root,
        List<String> command,
        List<String> environment,
        Optional<String> runtime,
        Optional<String> warm) {
    public Image {
        Digest.check(digest);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("image " + name + " has no command");
        }
    }
}
