package dev.airlock.setup.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder with all that is in it; no link is followed. */
final class Tree {
    /** What a set-up makes inside a version, and a distribution does not have. */
    static final Set<String> MADE = Set.of("airlock.aot", "airlock.aot.config", "java.home", "java.vm");

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> PROGRAM = FOLDER;
    private static final Set<PosixFilePermission> TEXT = PosixFilePermissions.fromString("rw-r--r--");

    private Tree() {}

    /** Makes it, and what is missing above it, so that everybody may enter, whatever the caller's umask is. */
    static void open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            open(folder.getParent());
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, FOLDER);
        }
    }

    /** Lets everybody read it, if it is there. */
    static void readable(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(file, TEXT);
        }
    }

    /** Whether everybody may read all of it, and only its owner may write to it. */
    static boolean isOpen(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path one : all.toList()) {
                Set<PosixFilePermission> mode = Files.getPosixFilePermissions(one, LinkOption.NOFOLLOW_LINKS);
                if (!mode.equals(PROGRAM) && (Files.isDirectory(one) || !mode.equals(TEXT))) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * SHA-256 over the names, in order, whether each may be executed, and the SHA-256 of each content.
     *
     * @throws IOException if something in it is neither a file nor a folder
     */
    static String digest(Path root) throws IOException {
        MessageDigest all = sha256();
        for (Path file : files(root)) {
            String line = root.relativize(file) + " " + executable(file) + " " + content(file) + "\n";
            all.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(all.digest());
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> files = all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !(path.getParent().equals(root)
                            && MADE.contains(path.getFileName().toString())))
                    .sorted()
                    .toList();
            for (Path file : files) {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(file + " is neither a file nor a folder; a distribution has nothing else");
                }
            }
            return files;
        }
    }

    private static boolean executable(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private static String content(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** A copy that everybody may read and only its owner may write to. */
    static void copy(Path from, Path to) throws IOException {
        open(to);
        for (Path file : files(from)) {
            Path there = to.resolve(from.relativize(file).toString());
            open(there.getParent());
            Files.copy(file, there, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(there, executable(file) ? PROGRAM : TEXT);
        }
    }

    /** Removes it; links are removed, and what they point to stays. */
    static void remove(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
