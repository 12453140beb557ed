package dev.airlock.selftest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * What a file system in memory will hold, by absolute path. It is written as an archive that the kernel unpacks; of several in one file
 * it unpacks one after the other. Source: Documentation/driver-api/early-userspace/buffer-format.rst, v6.12.
 */
final class GuestFiles {
    private sealed interface Item {}

    private record Folder() implements Item {}

    private record Link(String target) implements Item {}

    private record Text(String content) implements Item {}

    /** A file of the host, read when the archive is written; size and time stand for its content. */
    private record Copy(Path source, long bytes, long modifiedMillis) implements Item {}

    private final TreeMap<String, Item> items = new TreeMap<>();

    GuestFiles folder(String path) {
        parents(path);
        items.put(path, new Folder());
        return this;
    }

    GuestFiles link(String path, String target) {
        parents(path);
        items.put(path, new Link(target));
        return this;
    }

    GuestFiles text(String path, String content) {
        parents(path);
        items.put(path, new Text(content));
        return this;
    }

    /** A file, or a directory with all that it holds. */
    GuestFiles copy(String path, Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            parents(path);
            items.put(
                    path,
                    new Copy(
                            source,
                            Files.size(source),
                            Files.getLastModifiedTime(source).toMillis()));
            return this;
        }
        folder(path);
        List<Path> children;
        try (Stream<Path> listed = Files.list(source)) {
            children = listed.toList();
        }
        for (Path child : children) {
            copy(path + "/" + child.getFileName(), child);
        }
        return this;
    }

    /** Equal for equal files: what makes an archive worth keeping. */
    String fingerprint() {
        return Fingerprint.of(items);
    }

    void write(OutputStream out) throws IOException {
        var cpio = new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW);
        for (Map.Entry<String, Item> item : items.entrySet()) {
            write(cpio, item.getKey().substring(1), item.getValue());
        }
        cpio.finish();
    }

    private static void write(CpioArchiveOutputStream cpio, String name, Item item) throws IOException {
        switch (item) {
            case Folder() -> put(cpio, name, CpioConstants.C_ISDIR, new byte[0]);
            case Link(String target) -> put(cpio, name, CpioConstants.C_ISLNK, target.getBytes(StandardCharsets.UTF_8));
            case Text(String content) ->
                put(cpio, name, CpioConstants.C_ISREG, content.getBytes(StandardCharsets.UTF_8));
            case Copy(Path source, long bytes, long _) -> {
                cpio.putArchiveEntry(entry(name, CpioConstants.C_ISREG, bytes));
                Files.copy(source, cpio);
                cpio.closeArchiveEntry();
            }
        }
    }

    private static void put(CpioArchiveOutputStream cpio, String name, int type, byte[] content) throws IOException {
        cpio.putArchiveEntry(entry(name, type, content.length));
        cpio.write(content);
        cpio.closeArchiveEntry();
    }

    /** All belongs to root and may be executed: the machine has one user. */
    private static CpioArchiveEntry entry(String name, int type, long bytes) {
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, bytes);
        entry.setMode(type | 0755);
        return entry;
    }

    private void parents(String path) {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("no absolute path: " + path);
        }
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            items.putIfAbsent(path.substring(0, slash), new Folder());
        }
    }
}
