package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;

import dev.airlock.schemas.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The entries of a log in bundles of 256, as tlog-tiles has them: each behind its length as a big-endian unsigned 16-bit
 * number. It keeps the bundle that is not full yet. For one thread.
 */
public final class EntryBundle {
    private final Consumer<Tile> full;
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private long size;

    EntryBundle(Consumer<Tile> full) {
        this.full = full;
    }

    /** Goes on behind so many entries, of which the last, partial bundle is read. */
    static EntryBundle resume(long size, TileSource tiles, Consumer<Tile> full) throws IOException {
        EntryBundle bundle = new EntryBundle(full);
        int width = (int) (size % TilePath.WIDTH);
        bundle.size = size - width;
        if (width > 0) {
            var path = new TilePath.Entries(size / TilePath.WIDTH, width);
            Bytes bytes = tiles.need(path);
            try {
                read(bytes, width).forEach(entry -> bundle.append(entry.toArray()));
            } catch (LogRejected e) {
                throw new TileMissing(path, "is no bundle of so many entries: " + e.getMessage());
            }
        }
        return bundle;
    }

    void append(byte[] entry) {
        if (entry.length > LogEntry.BYTES_MAX) {
            throw new IllegalArgumentException(
                    "an entry has at most " + LogEntry.BYTES_MAX + " bytes, not " + entry.length);
        }
        open.write(entry.length >>> 8);
        open.write(entry.length);
        open.writeBytes(entry);
        size++;
        if (size % TilePath.WIDTH == 0) {
            full.accept(new Tile(
                    new TilePath.Entries(size / TilePath.WIDTH - 1, TilePath.WIDTH), Bytes.of(open.toByteArray())));
            open.reset();
        }
    }

    long size() {
        return size;
    }

    /** The bundle that is not full, as it is now; empty if nothing is in it. */
    Optional<Tile> partial() {
        int width = (int) (size % TilePath.WIDTH);
        return width == 0
                ? Optional.empty()
                : Optional.of(
                        new Tile(new TilePath.Entries(size / TilePath.WIDTH, width), Bytes.of(open.toByteArray())));
    }

    /**
     * The first entries of a bundle, which has so many or is full.
     *
     * @param width 1 to 256, as its path says
     * @throws LogRejected if the bytes are not so many entries, or not 256, and nothing else
     */
    public static List<Bytes> read(Bytes bundle, int width) throws LogRejected {
        byte[] bytes = bundle.toArray();
        var entries = new ArrayList<Bytes>();
        int at = 0;
        while (at < bytes.length && entries.size() < TilePath.WIDTH) {
            int from = at + 2;
            if (from > bytes.length) {
                throw new LogRejected(MALFORMED, "the bundle ends within the length of entry " + entries.size());
            }
            int to = from + (((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff));
            if (to > bytes.length) {
                throw new LogRejected(MALFORMED, "the bundle ends within entry " + entries.size());
            }
            entries.add(Bytes.of(Arrays.copyOfRange(bytes, from, to)));
            at = to;
        }
        if (at != bytes.length || (entries.size() != width && entries.size() != TilePath.WIDTH)) {
            throw new LogRejected(MALFORMED, "the bundle has not the " + width + " entries that its path says");
        }
        return List.copyOf(entries.subList(0, width));
    }
}
