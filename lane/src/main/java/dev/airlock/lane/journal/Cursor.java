package dev.airlock.lane.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a journal behind its writers, and only what is on the disk. One thread. */
public final class Cursor {
    private static final int CHUNK_BYTES = 256 << 10;

    private final Journal journal;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
    private long next;
    private Optional<Place> place = Optional.empty();

    private record Place(Segment segment, long at) {}

    Cursor(Journal journal, long from) {
        this.journal = journal;
        this.next = from;
    }

    /** The number of the record that comes next. */
    public long next() {
        return next;
    }

    /** The next records, at most some {@value #CHUNK_BYTES} bytes of them unless one alone has more; none if there are no more. */
    public List<Entry> read() throws IOException {
        long durable = journal.durable();
        List<Entry> entries = new ArrayList<>();
        while (entries.isEmpty() && next < durable) {
            Place from = here();
            entries = chunk(from, durable, buffer);
        }
        return entries;
    }

    /** Where the next record stands; found by reading its file from the beginning, if it is not the successor of the last one. */
    private Place here() throws IOException {
        Segment holding = journal.holding(next);
        if (place.isPresent() && place.get().segment() == holding) {
            return place.get();
        }
        long wanted = next;
        next = holding.header().first();
        place = Optional.of(new Place(holding, Header.BYTES));
        while (next < wanted) {
            var _ = chunk(place.get(), wanted, buffer);
        }
        return place.get();
    }

    private List<Entry> chunk(Place from, long below, ByteBuffer bytes) throws IOException {
        from.segment().read(from.at(), bytes);
        long mark = from.segment().header().mark();
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        Optional<Frame> frame = Frame.read(bytes, at, mark);
        while (next < below && frame.isPresent()) {
            entries.add(new Entry(next, frame.get().payload()));
            at += frame.get().size();
            next++;
            frame = Frame.read(bytes, at, mark);
        }
        place = Optional.of(new Place(from.segment(), from.at() + at));
        long left = from.segment().remainingFrom(from.at());
        boolean tooLong = at == 0 && bytes.capacity() < left;
        if (tooLong) {
            return chunk(from, below, ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE, left)));
        }
        if (at == 0) {
            throw new IOException("record " + next + " of the journal cannot be read back");
        }
        return entries;
    }
}
