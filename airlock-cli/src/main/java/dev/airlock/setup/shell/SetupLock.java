package dev.airlock.setup.shell;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Only one at a time changes what is set up in a prefix. The kernel takes the lock from a process that ends, however it does; its file is nobody's
 * else, and nothing is written to it.
 */
final class SetupLock implements AutoCloseable {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    private static final Path LOCKS = Path.of("/proc/locks");

    private final Path file;
    private final FileChannel channel;

    private SetupLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws SetupFailed if somebody else has it, with who */
    static SetupLock take(Path file) throws IOException, SetupFailed {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException e) {
            // Somebody's who is at work, or left by one that was killed; the lock tells.
        }
        try {
            return open(file);
        } catch (NoSuchFileException e) {
            throw new SetupFailed("another set-up has just ended in " + file.getParent(), "run it again", e);
        }
    }

    private static SetupLock open(Path file) throws IOException, SetupFailed {
        Object before = key(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            if (!locked(channel)) {
                throw new SetupFailed(
                        holder(file) + " is setting up or uninstalling in " + file.getParent(),
                        "wait until it has ended, and run it again");
            }
            // Who ends removes the file: a lock on a removed one keeps nobody out.
            if (!key(file).equals(before)) {
                throw new NoSuchFileException(file.toString());
            }
            return new SetupLock(file, channel);
        } catch (IOException | SetupFailed | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** By proc(5): {@code 1: POSIX ADVISORY WRITE 4711 fd:01:131 0 EOF}, where the last but two ends in the file's number. */
    private static String holder(Path file) throws IOException {
        String number = ":" + Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        if (Files.isReadable(LOCKS)) {
            try (Stream<String> lines = Files.lines(LOCKS)) {
                return lines.map(line -> line.strip().split("\\s+", -1))
                        .filter(words -> words.length > 5 && words[1].equals("POSIX") && words[5].endsWith(number))
                        .map(words -> "process " + words[4])
                        .findFirst()
                        .orElse("another process");
            }
        }
        return "another process";
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
