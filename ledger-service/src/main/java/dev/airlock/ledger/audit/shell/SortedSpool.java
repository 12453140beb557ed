package dev.airlock.ledger.audit.shell;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Byte strings in the order of their bytes, as many as there are, in constant memory: {@value #HELD_MAX} of them or {@value #HELD_BYTES} bytes on the
 * heap; what is more goes to files, each sorted by itself, of which {@value #RUNS_MAX} become one as soon as there are so many of a size. They are
 * handed back by reading the files side by side. For one thread.
 */
final class SortedSpool implements AutoCloseable {
    static final int HELD_MAX = 1 << 14;
    static final int HELD_BYTES = 4 << 20;
    static final int RUNS_MAX = 32;
    private static final int BUFFER_BYTES = 8 << 10;
    private static final String RUN = "run-";

    private final Path directory;
    private final List<List<Run>> runs = new ArrayList<>();
    private final List<Reading> open = new ArrayList<>();
    private List<byte[]> held = new ArrayList<>();
    private int heldBytes;
    private long size;
    private int files;

    /** A file of entries in order: of each its length in four bytes, and its bytes. */
    private record Run(Path file, long entries) {}

    /** @param directory is made when the first file is needed, and deleted with its files at the end */
    SortedSpool(Path directory) {
        this.directory = directory;
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
        put(0, write(held.iterator()));
        held = new ArrayList<>();
        heldBytes = 0;
    }

    /** Runs of one level are of about one size, so each entry is written once for each level: the logarithm of how many there are. */
    private void put(int level, Run run) {
        if (level == runs.size()) {
            runs.add(new ArrayList<>());
        }
        List<Run> same = runs.get(level);
        same.add(run);
        if (same.size() == RUNS_MAX) {
            Run one = write(merged(same));
            same.forEach(merged -> delete(merged.file()));
            same.clear();
            put(level + 1, one);
        }
    }

    private Run write(Iterator<byte[]> sorted) {
        long count = 0;
        Path run = directory.resolve(RUN + files++);
        try {
            Files.createDirectories(directory);
            try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), BUFFER_BYTES))) {
                for (; sorted.hasNext(); count++) {
                    byte[] entry = sorted.next();
                    out.writeInt(entry.length);
                    out.write(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Run(run, count);
    }

    /** All of them, the smallest first; equal ones one behind another. May be asked for again; nothing may be added afterwards. */
    Iterator<byte[]> sorted() {
        if (runs.isEmpty()) {
            held.sort(Arrays::compareUnsigned);
            return held.iterator();
        }
        if (!held.isEmpty()) {
            spill();
        }
        return merged(runs.stream().flatMap(List::stream).toList());
    }

    private Iterator<byte[]> merged(List<Run> several) {
        var readings = new PriorityQueue<Reading>((one, other) -> Arrays.compareUnsigned(one.entry, other.entry));
        for (Run run : several) {
            var reading = new Reading(run);
            open.add(reading);
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
    private final class Reading {
        private final DataInputStream in;
        private long left;
        private byte[] entry = {};

        Reading(Run run) {
            this.left = run.entries();
            try {
                this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(run.file()), BUFFER_BYTES));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether there is another entry. */
        boolean step() {
            try {
                if (left == 0) {
                    end();
                    open.remove(this);
                    return false;
                }
                left--;
                entry = new byte[in.readInt()];
                in.readFully(entry);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() throws IOException {
            in.close();
        }
    }

    /** How many were added. */
    long size() {
        return size;
    }

    /** How many are on the heap, and how many files there are. */
    int held() {
        return held.size() + runs.stream().mapToInt(List::size).sum();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            for (Reading reading : open) {
                reading.end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.clear();
        runs.clear();
        held = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            delete(directory.resolve(RUN + file));
        }
        if (files > 0) {
            delete(directory);
        }
    }
}
