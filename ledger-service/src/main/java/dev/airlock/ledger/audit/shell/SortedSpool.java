package dev.airlock.ledger.audit.shell;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Byte strings in the order of their bytes, as many as there are, in constant memory: {@value #HELD_MAX} of them or {@value #HELD_BYTES} bytes on the
 * heap; what is more goes to files as runs, each sorted by itself, of which {@value #RUNS_MAX} become one as soon as there are so many of a size. They are
 * handed back by reading the runs side by side. For one thread.
 */
final class SortedSpool implements AutoCloseable {
    static final int HELD_MAX = 1 << 14;
    static final int HELD_BYTES = 4 << 20;
    static final int RUNS_MAX = 32;
    private static final int BUFFER_BYTES = 8 << 10;

    private final Scratch scratch;
    private final List<Level> levels = new ArrayList<>();
    private List<byte[]> held = new ArrayList<>();
    private int heldBytes;
    private long size;

    /** Runs of about one size, one behind another in one file. */
    private record Level(ScratchFile file, List<Run> runs) {}

    /** Entries in order: of each its length in four bytes, and its bytes. They lie in the file from one place to another. */
    private record Run(ScratchFile file, long from, long to) {}

    /** @param scratch gets a file when the first is needed */
    SortedSpool(Scratch scratch) {
        this.scratch = scratch;
    }

    /** One more; it is not copied. */
    void add(byte[] entry) {
        held.add(entry);
        heldBytes += entry.length;
        size++;
        if (held.size() == HELD_MAX || heldBytes >= HELD_BYTES) {
            spill();
        }
    }

    private void spill() {
        held.sort(Arrays::compareUnsigned);
        put(0, held.iterator());
        held = new ArrayList<>();
        heldBytes = 0;
    }

    /** Runs of one level are of about one size, so each entry is written once for each level: the logarithm of how many there are. */
    private void put(int number, Iterator<byte[]> sorted) {
        if (number == levels.size()) {
            levels.add(new Level(new ScratchFile(scratch), new ArrayList<>()));
        }
        Level level = levels.get(number);
        long from = level.file().end();
        write(level.file(), sorted);
        level.runs().add(new Run(level.file(), from, level.file().end()));
        if (level.runs().size() == RUNS_MAX) {
            put(number + 1, merged(level.runs()));
            level.runs().clear();
            level.file().clear();
        }
    }

    private static void write(ScratchFile file, Iterator<byte[]> sorted) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (sorted.hasNext()) {
            byte[] entry = sorted.next();
            if (buffer.remaining() < Integer.BYTES + entry.length) {
                file.append(buffer.flip());
                buffer.clear();
            }
            buffer.putInt(entry.length);
            if (buffer.remaining() < entry.length) {
                file.append(buffer.flip());
                buffer.clear();
                file.append(ByteBuffer.wrap(entry));
            } else {
                buffer.put(entry);
            }
        }
        file.append(buffer.flip());
    }

    /** All of them, the smallest first; equal ones one behind another. May be asked for again; nothing may be added afterwards. */
    Iterator<byte[]> sorted() {
        if (levels.isEmpty()) {
            held.sort(Arrays::compareUnsigned);
            return held.iterator();
        }
        if (!held.isEmpty()) {
            spill();
        }
        return merged(levels.stream().flatMap(level -> level.runs().stream()).toList());
    }

    private static Iterator<byte[]> merged(List<Run> several) {
        var readings = new PriorityQueue<Reading>((one, other) -> Arrays.compareUnsigned(one.entry, other.entry));
        for (Run run : several) {
            var reading = new Reading(run);
            if (reading.step()) {
                readings.add(reading);
            }
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !readings.isEmpty();
            }

            @Override
            public byte[] next() {
                if (readings.isEmpty()) {
                    throw new NoSuchElementException();
                }
                Reading first = readings.remove();
                byte[] entry = first.entry;
                if (first.step()) {
                    readings.add(first);
                }
                return entry;
            }
        };
    }

    /** A run that is read. */
    private static final class Reading {
        private final ScratchFile file;
        private final long to;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
        private long at;
        private byte[] entry = {};

        Reading(Run run) {
            this.file = run.file();
            this.at = run.from();
            this.to = run.to();
        }

        /** Whether there is another entry. */
        boolean step() {
            if (at == to && !buffer.hasRemaining()) {
                return false;
            }
            entry = bytes(ByteBuffer.wrap(bytes(Integer.BYTES)).getInt());
            return true;
        }

        private byte[] bytes(int count) {
            byte[] bytes = new byte[count];
            for (int got = 0; got < count; ) {
                if (!buffer.hasRemaining()) {
                    fill();
                }
                int more = Math.min(count - got, buffer.remaining());
                buffer.get(bytes, got, more);
                got += more;
            }
            return bytes;
        }

        private void fill() {
            if (at == to) {
                throw new IllegalStateException("a run ends within an entry");
            }
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, to - at));
            file.read(at, buffer);
            at += buffer.flip().remaining();
        }
    }

    /** How many were added. */
    long size() {
        return size;
    }

    /** How many are on the heap, and how many runs there are. */
    int held() {
        return held.size()
                + levels.stream().mapToInt(level -> level.runs().size()).sum();
    }

    /** How many files are open. */
    int files() {
        return (int) levels.stream().filter(level -> level.file().opened()).count();
    }

    @Override
    public void close() {
        levels.forEach(level -> level.file().close());
        levels.clear();
        held = new ArrayList<>();
        heldBytes = 0;
    }
}
