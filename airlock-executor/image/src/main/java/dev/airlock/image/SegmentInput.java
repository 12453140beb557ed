package dev.airlock.image;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads a segment as a stream and knows where it is. */
final class SegmentInput extends InputStream {
    private final MemorySegment segment;
    private long position;
    private long end;

    SegmentInput(MemorySegment segment) {
        this.segment = segment;
        this.end = segment.byteSize();
    }

    long position() {
        return position;
    }

    /** From here on it may be read to the end of {@code content} and {@code more} bytes, each clamped to the segment; then it fails. */
    void allow(long content, long more) {
        long skipped = Math.clamp(content, 0, segment.byteSize() - position);
        end = Math.min(segment.byteSize(), position + skipped + more);
    }

    private void check() throws IOException {
        if (position == end && end < segment.byteSize()) {
            throw new IOException("the headers of an entry are too long");
        }
    }

    @Override
    public int read() throws IOException {
        check();
        return position == segment.byteSize() ? -1 : segment.get(ValueLayout.JAVA_BYTE, position++) & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        check();
        int count = (int) Math.min(length, end - position);
        if (count == 0 && length > 0) {
            return -1;
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        check();
        long skipped = Math.clamp(count, 0, end - position);
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, segment.byteSize() - position);
    }
}
