package dev.airlock.lane.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One record in a segment, big-endian: mark (8 bytes), length of the payload (4), CRC32C of all but mark and itself (4), sequence (8),
 * durable (8), payload.
 *
 * @param sequence the record's number
 * @param durable below this number everything was on the disk when the frame was written
 * @param payload what was appended
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what it is about; whoever reads it owns it
record Frame(long sequence, long durable, byte[] payload) {
    /** Bytes before the payload. */
    static final int OVERHEAD = 32;

    private static final int CRC_AT = 12;
    private static final int SEQUENCE_AT = 16;

    /** A frame to be written into a segment with this mark. */
    ByteBuffer bytes(long mark) {
        ByteBuffer frame = ByteBuffer.allocate(OVERHEAD + payload.length);
        frame.putLong(mark)
                .putInt(payload.length)
                .putInt(0)
                .putLong(sequence)
                .putLong(durable)
                .put(payload);
        frame.putInt(CRC_AT, crc(frame, 0, payload.length));
        return frame.flip();
    }

    /** The frame at {@code at}; empty if there is no whole and undamaged one with this mark. */
    static Optional<Frame> read(ByteBuffer segment, int at, long mark) {
        if (segment.limit() - at < OVERHEAD || segment.getLong(at) != mark) {
            return Optional.empty();
        }
        int length = segment.getInt(at + Long.BYTES);
        if (length < 0 || length > segment.limit() - at - OVERHEAD) {
            return Optional.empty();
        }
        if (segment.getInt(at + CRC_AT) != crc(segment, at, length)) {
            return Optional.empty();
        }
        byte[] payload = new byte[length];
        segment.get(at + OVERHEAD, payload);
        return Optional.of(
                new Frame(segment.getLong(at + SEQUENCE_AT), segment.getLong(at + SEQUENCE_AT + Long.BYTES), payload));
    }

    int size() {
        return OVERHEAD + payload.length;
    }

    private static int crc(ByteBuffer in, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(in.slice(at + Long.BYTES, Integer.BYTES));
        crc.update(in.slice(at + SEQUENCE_AT, OVERHEAD - SEQUENCE_AT + length));
        return (int) crc.getValue();
    }
}
