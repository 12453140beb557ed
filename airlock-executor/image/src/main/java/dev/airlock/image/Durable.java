package dev.airlock.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Writes that are on the disk when they return, and that everybody may read whatever the builder's umask is: images hold nothing secret, and who builds them
 * is not who runs them.
 */
final class Durable {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");

    private Durable() {}

    static void write(Path file, ByteBuffer content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Files.setPosixFilePermissions(file, FILE);
            ByteBuffer rest = content.duplicate();
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** The same for a file that was written already. */
    static void finish(Path file) throws IOException {
        Files.setPosixFilePermissions(file, FILE);
        sync(file);
    }

    /** Makes a folder where there is none; those above it get the modes that the caller's umask leaves. */
    static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            try {
                Files.createDirectory(folder);
                Files.setPosixFilePermissions(folder, FOLDER);
            } catch (FileAlreadyExistsException e) {
                // Another builder was quicker.
            }
        }
    }

    /** Lets everybody read a file or enter a folder that somebody made under a narrower umask. */
    static void open(Path path) throws IOException {
        Set<PosixFilePermission> mode = EnumSet.copyOf(FILE);
        if (Files.isDirectory(path)) {
            mode.addAll(FOLDER);
        }
        Set<PosixFilePermission> there = Files.getPosixFilePermissions(path);
        if (!there.containsAll(mode)) {
            mode.addAll(there);
            try {
                Files.setPosixFilePermissions(path, mode);
            } catch (FileSystemException e) {
                // It is somebody else's, who has closed it.
            }
        }
    }

    /** Makes a file or the names in a directory durable. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
