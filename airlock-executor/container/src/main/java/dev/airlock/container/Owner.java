package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.linux.PidFd;
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
    private static final Path PROC = Path.of("/proc");

    /** This process. */
    static Owner ours() throws IOException {
        long process = ProcessHandle.current().pid();
        return new Owner(
                process, here(PROC), began(PROC, process).orElseThrow(() -> new IOException("/proc does not show us")));
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
        return isGone(PROC);
    }

    /** @param proc where processes show; a mount with hidepid shows not all that are there (proc(5)) */
    boolean isGone(Path proc) throws IOException {
        return namespace == here(proc)
                && (isNobody(process)
                        || began(proc, process).filter(since -> since != began).isPresent());
    }

    /** Whether no process of our namespace has this number: the kernel is asked, since /proc can hide one that lives. */
    static boolean isNobody(long process) {
        if (process < 1 || process > Integer.MAX_VALUE) {
            return false;
        }
        try (PidFd _ = PidFd.open((int) process)) {
            return false;
        } catch (Errno e) {
            return e.number() == Errno.ESRCH;
        }
    }

    private static long here(Path proc) throws IOException {
        String link = Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
        Matcher number = LINK.matcher(link);
        if (!number.matches()) {
            throw new IOException(proc + "/self/ns/pid is " + link);
        }
        return Long.parseLong(number.group(1));
    }

    /** Empty if no process of this number shows. */
    private static Optional<Long> began(Path proc, long process) throws IOException {
        Path folder = proc.resolve(Long.toString(process));
        try {
            String line = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(Long.parseLong(words[BEGAN]));
        } catch (IOException e) {
            // It may end while it is read, and then the kernel says another thing than that there is no such file.
            if (Files.notExists(folder)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
