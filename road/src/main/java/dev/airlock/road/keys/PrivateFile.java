package dev.airlock.road.keys;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * The file operations behind {@link KeyFiles}: small texts, whole or not at all, with their final mode from the first
 * moment.
 */
final class PrivateFile {
    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    static final Set<PosixFilePermission> WORLD_READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private static final Set<PosixFilePermission> OTHERS_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> ANY_OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /** Twice what a key file holds, which is most for the public half of a hybrid key. */
    private static final int TEXT_BYTES_MAX = 6 * 1024;

    /** A way to put a whole text at a path in one step, over what was there: {@link #replace}, and in tests one that breaks off. */
    @FunctionalInterface
    interface Put {
        void at(Path path, String text, Set<PosixFilePermission> mode) throws IOException;
    }

    private PrivateFile() {}

    /** Makes the directory, mode 0700, if it is missing; refuses one that others may write to. */
    static void ensureDirectory(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (absolute.getParent() != null) {
            Files.createDirectories(absolute.getParent());
        }
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY));
        } catch (FileAlreadyExistsException _) {
            requireOnlyOwnerWrites(directory);
        }
    }

    /** Refuses a file or directory that anyone but its owner may write to: there, anybody could add a trusted key. */
    static void requireOnlyOwnerWrites(Path path) throws IOException {
        if (intersects(Files.getPosixFilePermissions(path), OTHERS_WRITE)) {
            throw new KeyFileRejected(path, "others may write to it; fix: chmod go-w " + path);
        }
    }

    /** The text of a secret file; refuses a link, a special file, and any mode that gives others anything. */
    static String readSecret(Path path) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class, NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new KeyFileRejected(path, "a secret key must be a regular file; put the key itself there");
        }
        if (intersects(attributes.permissions(), ANY_OF_OTHERS)) {
            throw new KeyFileRejected(
                    path,
                    "others may read or write this secret key ("
                            + PosixFilePermissions.toString(attributes.permissions()) + "); fix: chmod 600 " + path
                            + ", and replace the key if somebody may have read it");
        }
        return readText(path);
    }

    /** The text of a small file. */
    static String readText(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(TEXT_BYTES_MAX + 1);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            if (bytes.position() > TEXT_BYTES_MAX) {
                throw new KeyFileRejected(path, "longer than any key file; is it the right file?");
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        }
    }

    /**
     * Creates the file with this text unless it exists: the text is written and synced under another name with its
     * final mode, and a hard link gives it the name, which exactly one of several processes can do.
     *
     * @return false if the file existed; it is then untouched
     */
    static boolean createOnce(Path path, String text, Set<PosixFilePermission> mode) throws IOException {
        Path draft = draftOf(path, text, mode);
        try {
            Files.createLink(path, draft);
            syncDirectory(path);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Puts this text at the path in one step, over what was there. */
    static void replace(Path path, String text, Set<PosixFilePermission> mode) throws IOException {
        Path draft = draftOf(path, text, mode);
        try {
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(path);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static Path draftOf(Path path, String text, Set<PosixFilePermission> mode) throws IOException {
        Path draft = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".draft");
        try (FileChannel channel = FileChannel.open(
                draft, EnumSet.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            Files.setPosixFilePermissions(draft, mode); // never wider than 0600 before this line, whatever the umask
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        return draft;
    }

    private static void syncDirectory(Path path) throws IOException {
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), READ)) {
            directory.force(true);
        }
    }

    private static boolean intersects(Set<PosixFilePermission> granted, Set<PosixFilePermission> forbidden) {
        return granted.stream().anyMatch(forbidden::contains);
    }
}
