package dev.airlock.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a running node says about itself to commands on the same machine. Its process is told apart from a later one of its number by the kernel's
 * own count, and not by a time of day: that one moves whenever the clock is set.
 *
 * @param pid its process
 * @param boot the kernel's name of the start of the machine, or empty where it does not tell: random(4), boot_id
 * @param began when the process began, in the kernel's ticks since that start
 * @param bootstrap where its broker listens
 * @param mux where the MUX listens; empty if it does not
 */
@JsonIgnoreProperties(ignoreUnknown = true) // one that another version left behind is a node that has ended
public record NodeFile(long pid, String boot, long began, String bootstrap, String mux) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Path PROC = Path.of("/proc");

    /** Counted from its state, behind the parentheses around its name: proc_pid_stat(5), field 22. */
    private static final int BEGAN = 19;

    /**
     * About this very process.
     *
     * @throws IOException if the kernel does not tell of it, where /proc is not mounted
     */
    static NodeFile ofThisProcess(String bootstrap, String mux) throws IOException {
        long self = ProcessHandle.current().pid();
        long began = beganOf(self).orElseThrow(() -> new IOException(PROC + " does not show this process; mount it"));
        return new NodeFile(self, thisBoot(), began, bootstrap, mux);
    }

    /** The node that runs on {@code data}; empty if there is none, also when one was killed and left its file. */
    public static Optional<NodeFile> running(DataDirectory data) throws IOException {
        try {
            NodeFile file = MAPPER.readValue(Files.readAllBytes(data.nodeFile()), NodeFile.class);
            return file.process().isPresent() ? Optional.of(file) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The node's process, if it is still that one. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(handle -> handle.isAlive()
                        && thisBoot().equals(boot)
                        && beganOf(pid).equals(OptionalLong.of(began)));
    }

    /** Written beside and renamed, so that nobody reads half of it. */
    void write(DataDirectory data) throws IOException {
        Path temporary = Files.createTempFile(data.root(), "node", ".tmp");
        Files.write(temporary, MAPPER.writeValueAsBytes(this));
        Files.move(temporary, data.nodeFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void remove(DataDirectory data) throws IOException {
        Files.deleteIfExists(data.nodeFile());
    }

    private static String thisBoot() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Empty if no process of this number shows; it may end while it is read. */
    private static OptionalLong beganOf(long pid) {
        try {
            String line =
                    Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalLong.of(Long.parseLong(words[BEGAN]));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
