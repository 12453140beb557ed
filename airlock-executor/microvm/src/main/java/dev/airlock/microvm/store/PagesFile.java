package dev.airlock.microvm.store;

import dev.airlock.microvm.store.SnapshotRefused.Reason;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.BitSet;

/**
 * The pages of a guest that are not all zeros: how many there are and which, four bytes each, the highest first and the pages in
 * ascending order; then their content in the same order.
 */
public final class PagesFile {
    /** The only page size. */
    public static final int PAGE = 4096;

    private static final long NUMBER = Integer.BYTES;

    private PagesFile() {}

    /** How long the file of so many pages is. */
    static long bytes(int pages) {
        return NUMBER + pages * (NUMBER + PAGE);
    }

    /** Writes these pages of a memory. */
    static void write(FileChannel file, MemorySegment memory, BitSet pages) throws IOException {
        ByteBuffer index = ByteBuffer.allocate((int) (NUMBER * (1 + pages.cardinality())));
        index.putInt(pages.cardinality());
        pages.stream().forEach(index::putInt);
        writeAll(file, index.flip());
        for (int first = pages.nextSetBit(0); first >= 0; ) {
            int end = pages.nextClearBit(first);
            writeAll(file, run(memory, first, end));
            first = pages.nextSetBit(end);
        }
    }

    /**
     * Copies the pages to where they belong in a memory of zeros, each byte once. What it holds then is still to be verified.
     *
     * @param expected how many pages the manifest names
     * @return which pages there were
     * @throws SnapshotRefused with PAGES if the file is not that long, or names a page twice, out of order or outside the memory
     */
    static BitSet read(FileChannel file, int expected, MemorySegment memory) throws IOException, SnapshotRefused {
        if (file.size() != bytes(expected)) {
            throw new SnapshotRefused(
                    Reason.PAGES, "the pages are %d bytes, not %d".formatted(file.size(), bytes(expected)));
        }
        ByteBuffer index = ByteBuffer.allocate((int) (NUMBER * (1 + expected)));
        readAll(file, index);
        BitSet pages = indexes(index.flip(), expected, memory.byteSize() / PAGE);
        for (int first = pages.nextSetBit(0); first >= 0; ) {
            int end = pages.nextClearBit(first);
            readAll(file, run(memory, first, end));
            first = pages.nextSetBit(end);
        }
        return pages;
    }

    private static BitSet indexes(ByteBuffer index, int expected, long count) throws SnapshotRefused {
        int pages = index.getInt();
        if (pages != expected) {
            throw new SnapshotRefused(Reason.PAGES, "the file counts %d pages, not %d".formatted(pages, expected));
        }
        BitSet named = new BitSet((int) count);
        long before = -1;
        for (int i = 0; i < expected; i++) {
            int page = index.getInt();
            if (page <= before || page >= count) {
                throw new SnapshotRefused(
                        Reason.PAGES, "page %d follows page %d in a memory of %d".formatted(page, before, count));
            }
            named.set(page);
            before = page;
        }
        return named;
    }

    private static ByteBuffer run(MemorySegment memory, int first, int end) {
        return memory.asSlice((long) first * PAGE, (long) (end - first) * PAGE).asByteBuffer();
    }

    private static void writeAll(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static void readAll(FileChannel file, ByteBuffer bytes) throws IOException, SnapshotRefused {
        while (bytes.hasRemaining()) {
            if (file.read(bytes) < 0) {
                throw new SnapshotRefused(Reason.PAGES, "the pages became shorter while they were read");
            }
        }
    }
}
