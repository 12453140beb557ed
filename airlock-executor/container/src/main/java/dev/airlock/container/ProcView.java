package dev.airlock.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What /proc shows of one process of ours. It has to wait in a call while it is looked at, or its number may be another's. */
final class ProcView {
    private static final Path OURS = Path.of("/proc/self");

    private static final int NONE = -1;
    private static final int SIGNALS_FROM = 128;

    /** From its state on: one letter, then at least 49 numbers, the last of which that counts is "exit_code". */
    private static final Pattern BEHIND_ITS_NAME = Pattern.compile(" (\\p{Alpha})((?: -?\\d{1,20}){49,})\n?");

    /** Its place among those numbers: proc_pid_stat(5), field 52, where the state is field 3. */
    private static final int EXIT_CODE = 48;

    private final int process;
    private final Path folder;

    ProcView(int process) {
        this.process = process;
        this.folder = Path.of("/proc/" + process);
    }

    Containment containment() throws IOException {
        return new Containment(
                lines(folder.resolve("status")),
                lines(folder.resolve("mountinfo")),
                descriptors(),
                namespaces(folder),
                namespaces(OURS));
    }

    /** A pipe and what has no file are no way to a file; anything else has to lie on a mount of its own. */
    private List<Integer> descriptors() throws IOException {
        List<Integer> mounts = new ArrayList<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(folder.resolve("fd"))) {
            for (Path descriptor : open) {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (!target.startsWith("pipe:[") && !target.startsWith("anon_inode:")) {
                    mounts.add(mountOf(Integer.parseInt(descriptor.getFileName().toString()))
                            .orElse(NONE));
                }
            }
        }
        return mounts;
    }

    /** The number of the mount on which a descriptor of it lies; empty if it has none of that number. */
    OptionalInt mountOf(int descriptor) {
        if (descriptor < 0) {
            return OptionalInt.empty();
        }
        try {
            return Containment.find(lines(folder.resolve("fdinfo/" + descriptor)), "mnt_id")
                    .map(Integer::parseInt)
                    .map(OptionalInt::of)
                    .orElseGet(OptionalInt::empty);
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** The lines of its resource limits. */
    List<String> limits() throws IOException {
        return lines(folder.resolve("limits"));
    }

    /**
     * What it ended with, while nobody has waited for it: its code, or 128 and the number of a signal, as a shell says it. Source: proc_pid_stat(5),
     * "exit_code"; wait(2).
     *
     * @return empty if it has not ended, or if that is not to be seen any more
     */
    OptionalInt code() {
        try {
            return codeIn(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1), process);
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * The same of what its {@code stat} says. Its name is its own to choose, of any bytes but NUL, line ends and parentheses among them; so what counts
     * stands behind the last parenthesis of all, or nothing does.
     *
     * @param process the process that it is to be about
     */
    static OptionalInt codeIn(String stat, int process) {
        int behind = stat.lastIndexOf(')') + 1;
        Matcher fields = BEHIND_ITS_NAME.matcher(stat).region(behind, stat.length());
        if (!stat.startsWith(process + " (")
                || !fields.matches()
                || !fields.group(1).equals("Z")) {
            return OptionalInt.empty();
        }
        String said = fields.group(2).strip().split(" ", -1)[EXIT_CODE];
        if (!said.matches("\\d{1,5}")) {
            return OptionalInt.empty();
        }
        int status = Integer.parseInt(said);
        int signal = status & 0x7F;
        return OptionalInt.of(signal == 0 ? status >> 8 & 0xFF : SIGNALS_FROM + signal);
    }

    /** The most memory that it had mapped at one time; 0 if that is not known. */
    long peakBytes() throws IOException {
        return Containment.find(lines(folder.resolve("status")), "VmPeak")
                .map(text -> Long.parseLong(text.split(" ", -1)[0]) << 10)
                .orElse(0L);
    }

    /** A folder as it sees it. Nothing in it is to be believed, and no link in it followed: links are relative to our root. */
    Path inside(String path) {
        return folder.resolve("root" + path);
    }

    private static Map<String, String> namespaces(Path of) throws IOException {
        Map<String, String> namespaces = new HashMap<>();
        for (String name : Containment.NAMESPACES.values()) {
            namespaces.put(
                    name, Files.readSymbolicLink(of.resolve("ns/" + name)).toString());
        }
        return namespaces;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    }
}
