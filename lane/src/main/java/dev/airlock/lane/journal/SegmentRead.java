package dev.airlock.lane.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the bytes of a segment say, up to the first frame that cannot be read.
 *
 * @param header its header
 * @param entries its records, in order
 * @param end where the last good frame ends
 * @param fault what is wrong with what stands there; empty if there are only zeros
 * @param provenDurable a later frame of the file says that everything below this sequence number was on the disk; 0 if none does
 */
record SegmentRead(Header header, List<Entry> entries, int end, Optional<String> fault, long provenDurable) {
    static SegmentRead of(Header header, ByteBuffer file) {
        List<Entry> entries = new ArrayList<>();
        int at = Header.BYTES;
        Optional<Frame> frame = Frame.read(file, at, header.mark());
        while (frame.isPresent() && frame.get().sequence() == header.first() + entries.size()) {
            entries.add(new Entry(frame.get().sequence(), frame.get().payload()));
            at += frame.get().size();
            frame = Frame.read(file, at, header.mark());
        }
        return new SegmentRead(header, List.copyOf(entries), at, fault(file, at, header), proof(file, at, header));
    }

    /** The number that the next record has. */
    long next() {
        return header.first() + entries.size();
    }

    /** Whether something on the disk shows that the record at the end was whole once. */
    boolean provesDamage() {
        return fault.isPresent() && provenDurable > next();
    }

    private static Optional<String> fault(ByteBuffer file, int at, Header header) {
        int from = at;
        while (from < file.limit() && file.get(from) == 0) {
            from++;
        }
        if (from == file.limit()) {
            return Optional.empty();
        }
        boolean begins = file.limit() - at >= Long.BYTES && file.getLong(at) == header.mark();
        return Optional.of(
                begins ? "a record that is cut short or does not fit its checksum" : "bytes that are no record");
    }

    private static long proof(ByteBuffer file, int from, Header header) {
        long proven = 0;
        for (int at = from; at <= file.limit() - Frame.OVERHEAD; at++) {
            if (file.getLong(at) == header.mark()) {
                proven = Math.max(
                        proven,
                        Frame.read(file, at, header.mark()).map(Frame::durable).orElse(0L));
            }
        }
        return proven;
    }
}
