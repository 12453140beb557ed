package dev.airlock.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What /proc shows of one process of ours. It has to wait in a call while it is looked at, or its number may be another's. */
final class ProcView {
    private static final Path OURS = Path.of("/proc/self");

    /** Of epoll(7), eventfd(2), timerfd_create(2), signalfd(2). */
    private static final Set<String> WAITED_WITH =
            Set.of("anon_inode:[eventpoll]", "anon_inode:[eventfd]", "anon_inode:[timerfd]", "anon_inode:[signalfd]");

    /** Where a descriptor lies is in its first lines (proc_pid_fdinfo(5)); behind them is a line for each lock, or each that is waited for. */
    private static final int HEAD_BYTES = 4096;
    /** More than the kernel writes of one process in a file that has a fixed number of lines. */
    private static final int FIXED_BYTES = 1 << 16;
    /** The same of its mounts, which nobody makes but its runtime. */
    private static final int MOUNTS_BYTES = 1 << 20;

    private static final int NONE = -1;
    private static final int SIGNALS_FROM = 128;

    /** From its state on: one letter, then at least 49 numbers, the last of which that counts is "exit_code". */
    private static final Pattern BEHIND_ITS_NAME = Pattern.compile(" (\\p{Alpha})((?: -?\\d{1,20}){49,})\n?");

    /** Its place among those numbers: proc_pid_stat(5), field 52, where the state is field 3. */
    private static final int EXIT_CODE = 48;

    private final int process;
    private final Path folder;

    ProcView(int process) {
        this(process, Path.of("/proc/" + process));
    }

    /** @param folder what shows it */
    ProcView(int process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    Containment containment() throws IOException {
        return new Containment(
                lines(folder.resolve("status"), FIXED_BYTES),
                lines(folder.resolve("mountinfo"), MOUNTS_BYTES),
                descriptors(),
                namespaces(folder),
                namespaces(OURS));
    }

    /**
     * Whether what is open is no way to a file, nor to anything else outside: a pipe, or what a program makes for itself to wait with. All other things
     * without a file are somebody else's, such as the end at which a filter's calls are answered.
     *
     * @param target of the descriptor's link
     */
    static boolean hasNoFile(String target) {
        return target.startsWith("pipe:[") || WAITED_WITH.contains(target);
    }

    /** Anything that has a file has to lie on a mount of its own. */
    private List<Integer> descriptors() throws IOException {
        List<Integer> mounts = new ArrayList<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(folder.resolve("fd"))) {
            for (Path descriptor : open) {
                if (!hasNoFile(Files.readSymbolicLink(descriptor).toString())) {
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
            return Containment.find(linesOf(head(folder.resolve("fdinfo/" + descriptor), HEAD_BYTES)), "mnt_id")
                    .map(Integer::parseInt)
                    .map(OptionalInt::of)
                    .orElseGet(OptionalInt::empty);
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Whether a descriptor of this number is open in it. */
    boolean has(int descriptor) {
        return descriptor >= 0 && Files.exists(folder.resolve("fd/" + descriptor), LinkOption.NOFOLLOW_LINKS);
    }

    /** Who has it now; 0 if that is not known. */
    int parent() throws IOException {
        return Containment.find(lines(folder.resolve("status"), FIXED_BYTES), "PPid")
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** The lines of its resource limits. */
    List<String> limits() throws IOException {
        return lines(folder.resolve("limits"), FIXED_BYTES);
    }

    /**
     * What it ended with, while nobody has waited for it: its code, or 128 and the number of a signal, as a shell says it. Source: proc_pid_stat(5),
     * "exit_code"; wait(2).
     *
     * @return empty if it has not ended, or if that is not to be seen any more
     */
    OptionalInt code() {
        try {
            return codeIn(whole(folder.resolve("stat"), FIXED_BYTES), process);
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
        return Containment.find(lines(folder.resolve("status"), FIXED_BYTES), "VmPeak")
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

    private static List<String> lines(Path file, int most) throws IOException {
        return linesOf(whole(file, most));
    }

    /** Ended by line feeds and nothing else: the kernel writes a program's name as it is but for these. */
    static List<String> linesOf(String text) {
        return Stream.of(text.split("\n", -1)).filter(line -> !line.isEmpty()).toList();
    }

    /** All of it. What of it is a program's choice may be long: then it is not read. */
    private static String whole(Path file, int most) throws IOException {
        String text = head(file, most + 1);
        if (text.length() > most) {
            throw new IOException(file + " has more than " + most + " bytes");
        }
        return text;
    }

    /** What it begins with. */
    private static String head(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
        }
    }
}
