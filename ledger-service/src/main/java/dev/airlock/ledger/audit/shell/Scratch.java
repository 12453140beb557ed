package dev.airlock.ledger.audit.shell;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Where files go that hold what is too much for the heap. Each loses its name as soon as it is open: so however this process ends, nothing of it stays in
 * the directory, and nobody else can open it. Any thread.
 */
public final class Scratch {
    private static final String PREFIX = "airlock-";

    private final Path directory;
    private final Opening opening;

    /** Opens a file of a directory, to be read and written. */
    @FunctionalInterface
    interface Opening {
        FileChannel in(Path directory) throws IOException;
    }

    /** @param directory is there, and stays as it is */
    public Scratch(Path directory) {
        this(directory, Scratch::nameless);
    }

    Scratch(Path directory, Opening opening) {
        this.directory = directory;
        this.opening = opening;
    }

    private static FileChannel nameless(Path directory) throws IOException {
        Path path = directory.resolve(PREFIX + UUID.randomUUID());
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.delete(path);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A file that is empty. */
    FileChannel open() {
        try {
            return opening.in(directory);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What is thrown where one of its files cannot be used. */
    ScratchFailed failed(IOException cause) {
        return new ScratchFailed(directory, cause);
    }
}
