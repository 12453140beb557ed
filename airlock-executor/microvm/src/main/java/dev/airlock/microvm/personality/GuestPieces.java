package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Ranges of guest memory, copied out of the guest before anything is written into it. include/uapi/linux/uio.h. */
final class GuestPieces implements Pieces {
    /** MAX_RW_COUNT of include/linux/fs.h. */
    static final long MOST_AT_ONCE = 0x7FFF_F000;

    /** UIO_MAXIOV. */
    private static final int VECTORS_MAX = 1024;

    private static final int VECTOR_BYTES = 16;

    private record Range(long address, long bytes) {}

    private final GuestMemory memory;
    private final List<Range> ranges;
    private long remaining;
    private int current;
    private long within;

    private GuestPieces(GuestMemory memory, List<Range> ranges, long total) {
        this.memory = memory;
        this.ranges = ranges;
        this.remaining = Math.min(total, MOST_AT_ONCE);
    }

    /** One range; {@code bytes} is not negative. */
    static GuestPieces one(GuestMemory memory, long address, long bytes) {
        return new GuestPieces(memory, List.of(new Range(address, bytes)), bytes);
    }

    /** What an array of struct iovec says, or a negative errno in {@code error} with nothing. */
    static long count(long vectors) {
        return vectors < 0 || vectors > VECTORS_MAX ? Errors.EINVAL : 0;
    }

    /** The array has at most as many entries as {@link #count} lets through; empty when a length is negative. */
    static List<GuestPieces> vectors(GuestMemory memory, long address, long count) throws BadAddress {
        List<Range> ranges = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < count; i++) {
            long at = address + (long) i * VECTOR_BYTES;
            Range range = new Range(memory.readLong(at), memory.readLong(at + Long.BYTES));
            if (range.bytes() < 0 || total + range.bytes() < 0) {
                return List.of();
            }
            total += range.bytes();
            ranges.add(range);
        }
        return List.of(new GuestPieces(memory, ranges, total));
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public byte[] take(int most) throws BadAddress {
        skipEmpty();
        if (remaining == 0) {
            return new byte[0];
        }
        long bytes = Math.min(Math.min(most, remaining), ranges.get(current).bytes() - within);
        byte[] taken = memory.read(ranges.get(current).address() + within, bytes);
        advance(bytes);
        return taken;
    }

    @Override
    public void put(MemorySegment bytes) throws BadAddress {
        long done = 0;
        while (done < bytes.byteSize()) {
            skipEmpty();
            long part = Math.min(bytes.byteSize() - done, ranges.get(current).bytes() - within);
            memory.write(ranges.get(current).address() + within, bytes.asSlice(done, part));
            advance(part);
            done += part;
        }
    }

    @Override
    public void checkWritable(long bytes) throws BadAddress {
        long left = Math.min(bytes, remaining);
        long start = within;
        for (int i = current; left > 0; i++) {
            long part = Math.min(left, ranges.get(i).bytes() - start);
            memory.checkWritable(ranges.get(i).address() + start, part);
            left -= part;
            start = 0;
        }
    }

    private void skipEmpty() {
        while (remaining > 0 && within == ranges.get(current).bytes()) {
            current++;
            within = 0;
        }
    }

    private void advance(long bytes) {
        within += bytes;
        remaining -= bytes;
    }
}
