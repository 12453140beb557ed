package dev.airlock.ledger.tiles;

import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The directory of one ledger: a log per partition, and the signed map of their heads. One process at a time may write to it. */
public final class LedgerDirectory implements AutoCloseable {
    private static final String HEADS = "heads";
    private static final long HEADS_BYTES_MAX = 1 << 20;

    private final Path root;
    private final FileChannel lock;
    private final List<PartitionFiles> partitions = new ArrayList<>();

    private LedgerDirectory(Path root, FileChannel lock, int partitions) {
        this.root = root;
        this.lock = lock;
        for (int partition = 0; partition < partitions; partition++) {
            this.partitions.add(PartitionFiles.of(root, partition));
        }
    }

    /**
     * Takes the directory for this process, which makes it (mode 0700: what programs and agents did is in it) when it is missing.
     *
     * @throws IOException if it cannot be used
     * @throws IllegalStateException if another process, or another ledger of this one, works on it
     */
    public static LedgerDirectory take(Path root, int partitions) throws IOException {
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel lock = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (taken(lock)) {
            lock.close();
            throw new IllegalStateException(
                    root + ": another ledger works on this directory; stop it, or set another tiles.dir");
        }
        return new LedgerDirectory(root, lock, partitions);
    }

    private static boolean taken(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** The log of a partition. */
    public PartitionFiles of(int partition) {
        return partitions.get(partition);
    }

    /** Puts the signed map of the heads there, whole or not at all. */
    public void putHeads(Bytes note) throws IOException {
        Path fresh = root.resolve(HEADS + ".new");
        Files.write(fresh, note.toArray());
        Files.move(fresh, root.resolve(HEADS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The signed map of the heads in a ledger's directory, which another process may be writing. */
    public static Optional<Bytes> heads(Path root) throws IOException {
        try {
            Path file = root.resolve(HEADS);
            return Files.size(file) > HEADS_BYTES_MAX
                    ? Optional.empty()
                    : Optional.of(Bytes.of(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        for (PartitionFiles one : partitions) {
            one.close();
        }
        lock.close();
    }
}
