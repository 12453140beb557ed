package dev.airlock.container;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Users of the host that are this executor's alone, dealt out to containers two at a time: root and program. A block of them belongs to whoever
 * holds the lock of its file, and the kernel takes that back when a process ends, however it does. Any thread.
 */
final class HostUsers implements AutoCloseable {
    /** Where all executors of a host's root look, whatever their directories are; it is empty after a restart of the host. */
    private static final Path LOCKS = Path.of("/run/airlock-users");

    /**
     * The same for an ordinary user: the one place of that kind where everybody may make a folder, nobody may move another's, and nothing is tidied
     * away by its age. It has the user's number, and not a path of the environment, which two executors of one user could be told differently.
     */
    private static final String OWN_LOCKS = "/dev/shm/airlock-users-";

    /** Users of the host from here on are containers' and nobody else's: behind those of systemd's containers. */
    static final int FIRST = 0x7000_0000;

    static final int BLOCKS = 128;
    static final int PAIRS = 256;
    private static final int EACH = ContainerSpec.PROGRAM_USER + 1;
    private static final int BLOCK_SIZE = PAIRS * EACH;

    /** A process loses its lock on a file when it closes any channel to it, so none opens one twice. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel lock;
    private final Object identity;
    private final int first;
    private final BitSet used = new BitSet(PAIRS);

    private HostUsers(Path file, FileChannel lock, Object identity, int first) {
        this.file = file;
        this.lock = lock;
        this.identity = identity;
        this.first = first;
    }

    /**
     * So many users that go together.
     *
     * @param lock the name of the file whose lock says whose they are
     * @param first the first of them, as this process counts
     */
    record Block(String lock, int first) {}

    /** What there is to take: the host's own range for the host's root, and what is mapped for anybody else. */
    static List<Block> of(UserMap map) {
        return map.isHosts()
                ? IntStream.range(0, BLOCKS)
                        .mapToObj(block -> new Block(Integer.toString(block), FIRST + block * BLOCK_SIZE))
                        .toList()
                : map.blocks(BLOCK_SIZE);
    }

    /** Where the locks of such an executor lie. */
    static Path locks(UserMap map) {
        return map.isHosts() ? LOCKS : Path.of(OWN_LOCKS + map.outside());
    }

    /**
     * Takes the first block that nobody has.
     *
     * @throws ContainerFailed if all are taken, or if others may write where the locks are
     */
    static HostUsers take(Path locks, UserMap map) throws ContainerFailed {
        List<Block> blocks = of(map);
        try {
            if (Files.notExists(locks, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(
                        locks, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            requireOurs(locks, map);
            for (Block block : blocks) {
                Path file = locks.resolve(block.lock());
                FileChannel lock = locked(file);
                if (lock != null) {
                    return new HostUsers(file, lock, identity(file), block.first());
                }
            }
        } catch (IOException e) {
            throw new ContainerFailed("no users of the host can be locked in " + locks + ": " + e.getMessage(), e);
        }
        throw new ContainerFailed(
                "all " + blocks.size() + " blocks of host users are other executors', by their locks in " + locks
                        + "; run fewer executors on this host");
    }

    /** Who may write there could take a lock away, and who owns it is its master. */
    private static void requireOurs(Path locks, UserMap map) throws IOException, ContainerFailed {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(locks, LinkOption.NOFOLLOW_LINKS));
        if (!mode.equals("rwx------") || !Files.isDirectory(locks, LinkOption.NOFOLLOW_LINKS)) {
            throw new ContainerFailed(
                    "others may reach the locks of host users in " + locks + " (" + mode + "); chmod 0700 it");
        }
        int owner = (int) Files.getAttribute(locks, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (Integer.toUnsignedLong(owner) != map.self()) {
            throw new ContainerFailed(
                    "the locks of host users in " + locks + " are somebody else's; remove that folder");
        }
    }

    private static Object identity(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return Objects.requireNonNull(key, "files of Linux have numbers");
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
     * @throws ContainerFailed if all are in use, or if the lock's file is gone: then somebody else may hold one of that name
     */
    synchronized int next() throws ContainerFailed {
        requireHeld();
        int pair = used.nextClearBit(0);
        if (pair >= PAIRS) {
            throw new ContainerFailed("all " + PAIRS + " pairs of host users are in use; make slots.max smaller");
        }
        used.set(pair);
        return first + pair * EACH;
    }

    private void requireHeld() throws ContainerFailed {
        boolean held;
        try {
            held = identity(file).equals(identity);
        } catch (IOException e) {
            held = false;
        }
        if (!held) {
            throw new ContainerFailed("the lock " + file
                    + " was removed, so its users may be another executor's by now; start this executor again");
        }
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
