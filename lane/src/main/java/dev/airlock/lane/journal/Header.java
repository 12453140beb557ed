package dev.airlock.lane.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a segment, big-endian: {@code AJRNL1} and two zero bytes, journal id (8 bytes), mark (8), number (8), first
 * sequence (8), CRC32C of those (4), zeros. A file that begins with zeros is a spare.
 *
 * @param journal which journal it belongs to; random
 * @param mark how each frame here begins; random and not zero, so that no payload can be taken for a frame
 * @param number the segment's place, from 1
 * @param first the sequence number of its first record
 */
record Header(long journal, long mark, long number, long first) {
    static final int BYTES = 64;

    private static final long MAGIC = 0x414a524e4c310000L;
    private static final int CRC_AT = 40;

    ByteBuffer bytes() {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        header.putLong(MAGIC).putLong(journal).putLong(mark).putLong(number).putLong(first);
        return header.putInt(CRC_AT, crc(header)).position(0);
    }

    /** The header of a file's bytes; empty if they do not begin with one. */
    static Optional<Header> read(ByteBuffer file) {
        if (file.limit() < BYTES || file.getLong(0) != MAGIC || file.getInt(CRC_AT) != crc(file)) {
            return Optional.empty();
        }
        return Optional.of(new Header(file.getLong(8), file.getLong(16), file.getLong(24), file.getLong(32)));
    }

    private static int crc(ByteBuffer file) {
        CRC32C crc = new CRC32C();
        crc.update(file.slice(0, CRC_AT));
        return (int) crc.getValue();
    }
}
