package dev.airlock.ledger.witness;

import dev.airlock.provenance.log.Equivocation;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.token.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a witness has co-signed last for each log, in a file each, and what it was shown of logs that forked. A file that cannot be read or does not
 * verify is no empty memory: it stops the witness for that log. For one thread at a time.
 */
final class WitnessMemory {
    private final Path directory;
    private final List<NoteKey> logs;

    WitnessMemory(Path directory, Collection<NoteKey> logs) throws IOException {
        this.directory = directory;
        this.logs = List.copyOf(logs);
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private Path file(String log) {
        String digest = Sha256.of(log.getBytes(StandardCharsets.UTF_8)).value();
        return directory.resolve(digest.substring(digest.indexOf(':') + 1) + ".checkpoint");
    }

    /**
     * What was co-signed last; empty if nothing ever was.
     *
     * @throws IOException if that cannot be told
     */
    Optional<SignedCheckpoint> last(String log) throws IOException {
        Path file = file(log);
        try {
            SignedCheckpoint last = SignedCheckpoint.open(Files.readAllBytes(file), logs);
            if (last.checkpoint().log().equals(log)) {
                return Optional.of(last);
            }
            throw new IOException(file + " is of the log " + last.checkpoint().log() + ", not of " + log);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (LogRejected e) {
            throw new IOException(
                    file + " is not what was written there: " + e.getMessage()
                            + "; restore it, for without it this witness could co-sign a fork",
                    e);
        }
    }

    /** Remembers; returns when it is on the disk. */
    void remember(SignedCheckpoint next) throws IOException {
        Path file = file(next.checkpoint().log());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        write(fresh, next.bytes());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Keeps the two heads that cannot both be true, for people; where. */
    Path keep(Equivocation evidence) throws IOException {
        Path file = file(evidence.first().checkpoint().log());
        Path kept = file.resolveSibling(
                file.getFileName() + ".fork-" + evidence.first().checkpoint().size());
        if (Files.notExists(kept)) {
            byte[] first = evidence.first().bytes();
            byte[] second = evidence.second().bytes();
            ByteBuffer both = ByteBuffer.allocate(first.length + 1 + second.length);
            write(kept, both.put(first).put((byte) '\n').put(second).array());
        }
        return kept;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
    }
}
