package dev.airlock.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * What a new layer will hold, by absolute path. Written sorted, owned by 0:0 and without user names, so that equal plans make
 * equal tars on every machine.
 */
final class LayerPlan {
    private sealed interface Item {}

    private record Folder(int permissions) implements Item {}

    private record Link(String target) implements Item {}

    private record Text(String content) implements Item {}

    /** A file of the host, read when the layer is written. */
    private record Copy(Path source, int permissions) implements Item {}

    private final TreeMap<String, Item> items = new TreeMap<>();

    LayerPlan folder(String path, int permissions) {
        parents(path);
        items.put(path, new Folder(permissions));
        return this;
    }

    LayerPlan link(String path, String target) {
        parents(path);
        items.put(path, new Link(target));
        return this;
    }

    LayerPlan text(String path, String content) {
        parents(path);
        items.put(path, new Text(content));
        return this;
    }

    LayerPlan copy(String path, Path source, boolean executable) {
        return copy(path, source, executable ? 0755 : 0644);
    }

    LayerPlan copy(String path, Path source, int permissions) {
        parents(path);
        items.put(path, new Copy(source, permissions));
        return this;
    }

    boolean holds(String path) {
        return items.containsKey(path);
    }

    int size() {
        return items.size();
    }

    void write(OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Map.Entry<String, Item> item : items.entrySet()) {
                write(tar, item.getKey().substring(1), item.getValue());
            }
        }
    }

    private static void write(TarArchiveOutputStream tar, String name, Item item) throws IOException {
        switch (item) {
            case Folder(int permissions) ->
                put(tar, entry(name + "/", TarConstants.LF_DIR, 040000 | permissions, 0), new byte[0]);
            case Link(String target) -> {
                TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, 0120777, 0);
                entry.setLinkName(target);
                put(tar, entry, new byte[0]);
            }
            case Text(String content) ->
                put(tar, entry(name, TarConstants.LF_NORMAL, 0100644, 0), content.getBytes(StandardCharsets.UTF_8));
            case Copy(Path source, int permissions) -> {
                long modified = Files.getLastModifiedTime(source).toInstant().getEpochSecond();
                put(
                        tar,
                        entry(name, TarConstants.LF_NORMAL, 0100000 | permissions, modified),
                        Files.readAllBytes(source));
            }
        }
    }

    private static TarArchiveEntry entry(String name, byte type, int mode, long modified) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setMode(mode);
        entry.setLastModifiedTime(FileTime.from(Instant.ofEpochSecond(Math.max(0, modified))));
        return entry;
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) throws IOException {
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void parents(String path) {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("no absolute path: " + path);
        }
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            items.putIfAbsent(path.substring(0, slash), new Folder(0755));
        }
    }
}
