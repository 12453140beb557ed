package dev.airlock.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a folder or a control group is: a process, told apart from a later one of its number and from those that other process namespaces count.
 * Its name says it, so nothing else has to be kept.
 *
 * @param process its number, in its own namespace
 * @param namespace the kernel's number of that namespace
 * @param began when it began, in the kernel's ticks since the start of the host
 */
record Owner(long process, long namespace, long began) {
    private static final Pattern NAME =
            Pattern.compile("airlock-(\\d{1,10})-([0-9a-f]{1,16})\\.([0-9a-f]{1,16})(?:[.-][0-9a-z-]{1,32})?");
    private static final Pattern LINK = Pattern.compile("pid:\\[(\\d{1,19})]");

    /** Counted from its state, behind the parentheses around its name: proc_pid_stat(5), field 22. */
    private static final int BEGAN = 19;

    private static final int HEX = 16;

    /** This process. */
    static Owner ours() throws IOException {
        long process = ProcessHandle.current().pid();
        return new Owner(process, here(), began(process).orElseThrow(() -> new IOException("/proc does not show us")));
    }

    /** Whose something of this name is; empty if the name does not say it. */
    static Optional<Owner> of(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                ? Optional.of(new Owner(
                        Long.parseLong(parts.group(1)),
                        Long.parseUnsignedLong(parts.group(2), HEX),
                        Long.parseUnsignedLong(parts.group(3), HEX)))
                : Optional.empty();
    }

    /** What names of its things begin with. */
    String name() {
        return "airlock-" + process + "-" + Long.toHexString(namespace) + "." + Long.toHexString(began);
    }

    /** Whether it has ended for sure. Of a process that cannot be seen from here that is never sure. */
    boolean isGone() throws IOException {
        return namespace == here()
                && began(process).filter(since -> since == began).isEmpty();
    }

    private static long here() throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        Matcher number = LINK.matcher(link);
        if (!number.matches()) {
            throw new IOException("/proc/self/ns/pid is " + link);
        }
        return Long.parseLong(number.group(1));
    }

    /** Empty if there is no process of this number. */
    private static Optional<Long> began(long process) throws IOException {
        try {
            String line = Files.readString(Path.of("/proc/" + process + "/stat"), StandardCharsets.ISO_8859_1);
            String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(Long.parseLong(words[BEGAN]));
        } catch (IOException e) {
            // It may end while it is read, and then the kernel says another thing than that there is no such file.
            if (Files.notExists(Path.of("/proc/" + process))) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
