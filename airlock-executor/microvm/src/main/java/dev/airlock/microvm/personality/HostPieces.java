package dev.airlock.microvm.personality;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Bytes on their way from one file of the guest to another; they never were in its memory. */
final class HostPieces implements Pieces {
    private final byte[] bytes;
    private final int end;
    private int at;

    /** Takes from or puts into the first {@code count} bytes. */
    HostPieces(byte[] bytes, int count) {
        this.bytes = bytes;
        this.end = count;
    }

    @Override
    public long remaining() {
        return (long) end - at;
    }

    @Override
    public byte[] take(int most) {
        int count = Math.min(most, end - at);
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    @Override
    public void put(MemorySegment piece) {
        MemorySegment.copy(piece, ValueLayout.JAVA_BYTE, 0, bytes, at, (int) piece.byteSize());
        at += (int) piece.byteSize();
    }

    @Override
    public void checkWritable(long count) {
        // our own array: the caller asked for no more than remaining()
    }
}
