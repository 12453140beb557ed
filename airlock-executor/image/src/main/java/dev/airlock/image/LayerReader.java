package dev.airlock.image;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads a layer's tar (OCI image-spec 1.1, layer.md). The contents are slices of the tar, not copies. */
final class LayerReader {
    static final String WHITEOUT = ".wh.";
    static final String OPAQUE = ".wh..wh..opq";
    private static final String FIX = "pack the layer again without it";
    private final MemorySegment tar;
    private final String layer;

    LayerReader(MemorySegment tar, String layer) {
        this.tar = tar.asReadOnly();
        this.layer = layer;
    }

    List<LayerEntry> entries(int limit) throws ImageRejected {
        List<LayerEntry> entries = new ArrayList<>();
        SegmentInput input = new SegmentInput(tar);
        try (TarArchiveInputStream stream = new TarArchiveInputStream(input, "UTF-8")) {
            for (TarArchiveEntry entry = next(stream, input, 0); entry != null; ) {
                if (entries.size() == limit) {
                    throw rejected("has over " + limit + " entries", "give a smaller image");
                }
                entries.add(entry(entry, input.position()));
                entry = next(stream, input, entry.getSize());
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // The library answers some malformed numbers and dates with unchecked exceptions, and headers about headers
            // about
            // headers with recursion.
            throw rejected("is no whole tar: " + e.getMessage(), "pack the layer again");
        }
        return entries;
    }

    /** The next entry. Beyond the content of the one before, the library may read so much and no more: it keeps long names in memory. */
    private static TarArchiveEntry next(TarArchiveInputStream stream, SegmentInput input, long content)
            throws IOException {
        input.allow(content, Limits.HEADERS_BYTES);
        return stream.getNextEntry();
    }

    private LayerEntry entry(TarArchiveEntry entry, long offset) throws ImageRejected {
        if (!entry.isCheckSumOK()) {
            throw rejected("has a header with a wrong checksum", "pack the layer again");
        }
        List<String> path = path(entry.getName());
        long modified = Math.max(0, entry.getLastModifiedTime().toInstant().getEpochSecond());
        int permissions = entry.getMode() & Node.PERMISSION_BITS;
        if (!path.isEmpty() && path.getLast().startsWith(WHITEOUT)) {
            return whiteout(path);
        }
        if (entry.isSymbolicLink()) {
            return new LayerEntry.Symlink(path, modified, target(entry));
        }
        if (entry.isLink()) {
            return new LayerEntry.HardLink(path, path(entry.getLinkName()));
        }
        if (entry.isDirectory()) {
            return new LayerEntry.Directory(path, permissions, modified);
        }
        if (entry.isSparse() || !isPlain(entry.getLinkFlag()) || path.isEmpty()) {
            String type = entry.isSparse() ? "sparse" : "type '" + (char) entry.getLinkFlag() + "'";
            throw rejected(entry.getName() + " is neither file, directory nor link (" + type + ")", FIX);
        }
        if (entry.getSize() < 0 || entry.getSize() > tar.byteSize() - offset) {
            throw rejected(entry.getName() + " ends after the tar, with " + entry.getSize() + " bytes", FIX);
        }
        return new LayerEntry.File(path, permissions, modified, tar.asSlice(offset, entry.getSize()));
    }

    private static boolean isPlain(byte flag) {
        return flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM || flag == TarConstants.LF_CONTIG;
    }

    private LayerEntry whiteout(List<String> path) throws ImageRejected {
        List<String> parent = path.subList(0, path.size() - 1);
        if (path.getLast().equals(OPAQUE)) {
            return new LayerEntry.Opaque(parent);
        }
        String name = path.getLast().substring(WHITEOUT.length());
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.startsWith(WHITEOUT)) {
            throw rejected(path.getLast() + " is no whiteout", FIX);
        }
        List<String> gone = new ArrayList<>(parent);
        gone.add(name);
        return new LayerEntry.Whiteout(List.copyOf(gone));
    }

    private String target(TarArchiveEntry entry) throws ImageRejected {
        String target = entry.getLinkName();
        if (target.isEmpty() || target.indexOf('\0') >= 0 || bytes(target) > PathWalk.PATH_BYTES) {
            throw rejected(entry.getName() + " links to \"" + target + "\"", FIX);
        }
        return target;
    }

    private List<String> path(String name) throws ImageRejected {
        String relative = name;
        while (relative.startsWith("./")) {
            relative = relative.substring(2);
        }
        while (relative.endsWith("/") && relative.length() > 1) {
            relative = relative.substring(0, relative.length() - 1);
        }
        if (relative.equals(".") || (relative.isEmpty() && !name.isEmpty())) {
            return List.of();
        }
        List<String> path = List.of(relative.split("/", -1));
        boolean harmless = path.stream().allMatch(LayerReader::isName);
        if (!harmless || path.size() > Limits.DEPTH || bytes(relative) > PathWalk.PATH_BYTES) {
            throw rejected("has the path \"" + name + "\"", "paths are relative, without .., and not too long; " + FIX);
        }
        return path;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('\0') < 0
                && bytes(name) <= PathWalk.NAME_BYTES;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private ImageRejected rejected(String value, String fix) {
        return new ImageRejected(layer, value, fix);
    }
}
