package dev.airlock.provenance.segments;

import dev.airlock.provenance.segments.SegmentBroken.Reason;
import dev.airlock.schemas.model.Bytes;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads what {@link SegmentWriter} wrote, against what its manifest says of it. For one thread. */
public final class SegmentReader implements Closeable {
    private final Segment segment;
    private final DataInputStream in;
    private long count;
    private long last = -1;

    /**
     * Reads from a stream, which is closed with this; its hash has been compared.
     *
     * @throws SegmentBroken if it is no segment
     */
    public SegmentReader(Segment segment, InputStream file) throws IOException, SegmentBroken {
        this.segment = segment;
        try {
            in = new DataInputStream(new GZIPInputStream(file, 1 << 16));
            if (!Arrays.equals(in.readNBytes(SegmentWriter.HEAD.length), SegmentWriter.HEAD)) {
                throw broken(Reason.DISORDER, "does not begin as a segment does");
            }
        } catch (ZipException | EOFException _) {
            throw broken(Reason.DISORDER, "is no gzip file");
        }
    }

    /**
     * The next record; empty behind the last.
     *
     * @throws SegmentBroken if a record is cut off, out of order or beyond what the manifest says
     */
    public Optional<SegmentEntry> next() throws IOException, SegmentBroken {
        try {
            int begin = in.read();
            if (begin < 0) {
                requireEnd();
                return Optional.empty();
            }
            long offset = ((long) begin << 56) | restOfLong();
            long appended = in.readLong();
            int length = in.readInt();
            if (length < 0 || length > SegmentEntry.VALUE_BYTES_MAX) {
                throw broken(Reason.DISORDER, "has a record of " + length + " bytes");
            }
            byte[] value = in.readNBytes(length);
            if (value.length < length) {
                throw broken(Reason.TORN, "ends within a record");
            }
            if (offset <= last || !segment.spans(offset) || (count == 0 && offset != segment.first())) {
                throw broken(Reason.DISORDER, "has offset " + offset + " where it cannot be");
            }
            last = offset;
            count++;
            return Optional.of(new SegmentEntry(offset, appended, Bytes.of(value)));
        } catch (ZipException | EOFException _) {
            throw broken(Reason.TORN, "ends within a record");
        }
    }

    private long restOfLong() throws IOException {
        long rest = 0;
        for (int i = 0; i < Long.BYTES - 1; i++) {
            rest = (rest << Byte.SIZE) | in.readUnsignedByte();
        }
        return rest;
    }

    private void requireEnd() throws SegmentBroken {
        if (count != segment.count() || last != segment.last()) {
            throw broken(
                    Reason.DISORDER,
                    "has " + count + " records to offset " + last + ", not " + segment.count() + " to "
                            + segment.last());
        }
    }

    private SegmentBroken broken(Reason reason, String what) {
        return new SegmentBroken(reason, segment.file() + " " + what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
