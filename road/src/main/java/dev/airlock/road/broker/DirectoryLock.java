package dev.airlock.road.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** One node per data directory: a lock that the kernel takes back when the process dies, however it dies. */
final class DirectoryLock implements AutoCloseable {
    /** Below this Kafka soon stops the process by itself. */
    private static final long FREE_BYTES_MIN = 64L << 20;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock on(Path directory) throws BrokerRefused {
        try {
            // What callers want done is written here: it is nobody else's to read.
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < FREE_BYTES_MIN) {
                throw unusable(directory, "only " + (free >> 20) + " MiB free; make room for at least 64 MiB", null);
            }
            return lock(directory);
        } catch (IOException e) {
            throw unusable(directory, e + "; use another data directory, or make this one writable", e);
        }
    }

    private static DirectoryLock lock(Path directory) throws IOException, BrokerRefused {
        FileChannel channel =
                FileChannel.open(directory.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (taken(channel)) {
            channel.close();
            throw new BrokerRefused(
                    BrokerRefused.Reason.DIRECTORY_LOCKED,
                    directory + ": another node works on this data directory; stop it, or use another directory");
        }
        return new DirectoryLock(channel);
    }

    private static boolean taken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private static BrokerRefused unusable(Path directory, String why, Throwable cause) {
        return new BrokerRefused(BrokerRefused.Reason.DIRECTORY_UNUSABLE, directory + ": " + why, cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
