package dev.airlock.container;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Users of the host that are this executor's alone, dealt out to containers two at a time: root and program. A block of them belongs to whoever
 * holds the lock of its file, and the kernel takes that back when a process ends, however it does. Any thread.
 */
final class HostUsers implements AutoCloseable {
    /** Where all executors of a host look, whatever their directories are; it is empty after a restart of the host. */
    static final Path LOCKS = Path.of("/run/airlock-users");

    /** Users of the host from here on are containers' and nobody else's: behind those of systemd's containers. */
    static final int FIRST = 0x7000_0000;

    static final int BLOCKS = 128;
    static final int PAIRS = 256;
    private static final int EACH = ContainerSpec.PROGRAM_USER + 1;

    /** A process loses its lock on a file when it closes any channel to it, so none opens one twice. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel lock;
    private final int first;
    private final BitSet used = new BitSet(PAIRS);

    private HostUsers(Path file, FileChannel lock, int first) {
        this.file = file;
        this.lock = lock;
        this.first = first;
    }

    /**
     * Takes the first block that nobody has.
     *
     * @throws ContainerFailed if all are taken, or if others may write where the locks are
     */
    static HostUsers take(Path locks) throws ContainerFailed {
        try {
            if (Files.notExists(locks)) {
                Files.createDirectories(
                        locks, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            String mode =
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(locks, LinkOption.NOFOLLOW_LINKS));
            if (!mode.equals("rwx------") || !Files.isDirectory(locks, LinkOption.NOFOLLOW_LINKS)) {
                throw new ContainerFailed(
                        "others may reach the locks of host users in " + locks + " (" + mode + "); chmod 0700 it");
            }
            for (int block = 0; block < BLOCKS; block++) {
                Path file = locks.resolve(Integer.toString(block));
                FileChannel lock = locked(file);
                if (lock != null) {
                    return new HostUsers(file, lock, FIRST + block * PAIRS * EACH);
                }
            }
        } catch (IOException e) {
            throw new ContainerFailed("no users of the host can be locked in " + locks + ": " + e.getMessage(), e);
        }
        throw new ContainerFailed("all " + BLOCKS + " blocks of host users are other executors', by their locks in "
                + locks + "; run fewer executors on this host");
    }

    private static FileChannel locked(Path file) throws IOException {
        synchronized (HELD) {
            if (!HELD.add(file)) {
                return null;
            }
            boolean ours = false;
            FileChannel channel = null;
            try {
                channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                ours = channel.tryLock() != null;
                return ours ? channel : null;
            } finally {
                if (!ours) {
                    HELD.remove(file);
                    if (channel != null) {
                        channel.close();
                    }
                }
            }
        }
    }

    /**
     * Two users that no other container has.
     *
     * @return the first of them
     * @throws ContainerFailed if all are in use
     */
    synchronized int next() throws ContainerFailed {
        int pair = used.nextClearBit(0);
        if (pair >= PAIRS) {
            throw new ContainerFailed("all " + PAIRS + " pairs of host users are in use; make pool.max smaller");
        }
        used.set(pair);
        return first + pair * EACH;
    }

    /** Nobody is that user any more. */
    synchronized void back(int user) {
        used.clear((user - first) / EACH);
    }

    @Override
    public void close() {
        synchronized (HELD) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new IllegalStateException("the lock " + file + " cannot be given back", e);
            } finally {
                HELD.remove(file);
            }
        }
    }
}
