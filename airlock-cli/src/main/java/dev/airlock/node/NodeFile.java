package dev.airlock.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * What a running node says about itself to commands on the same machine.
 *
 * @param pid its process
 * @param startedMillis when the process started, as the operating system says; a later process with the same number differs here
 * @param bootstrap where its broker listens
 * @param mux where the MUX listens; empty if it does not
 */
public record NodeFile(long pid, long startedMillis, String bootstrap, String mux) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** About this very process. */
    static NodeFile ofThisProcess(String bootstrap, String mux) {
        ProcessHandle self = ProcessHandle.current();
        return new NodeFile(self.pid(), startOf(self), bootstrap, mux);
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
        return ProcessHandle.of(pid).filter(handle -> handle.isAlive() && startOf(handle) == startedMillis);
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

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
