package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.Twins;
import dev.airlock.road.BusUnreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * Remembers names by fingerprint and place, as many as there are, in constant memory: the first {@value #MEMORY_ENTRIES} on the heap, all of them
 * in {@value #BUCKETS} files of 16 bytes a name once there are more. At the end each bucket is looked through alone, so that memory is a
 * {@value #BUCKETS}th of what there is, and a mebibyte of buffers. A fingerprint is 64 bits of a hash with a salt that nobody knows beforehand: no
 * stranger can choose names that crowd into one bucket. For one thread.
 */
final class Spool implements AutoCloseable {
    static final int MEMORY_ENTRIES = 1 << 15;
    static final int BUCKETS = 256;
    private static final int BUFFER_BYTES = 4 << 10;
    private static final int ENTRY_BYTES = Twins.ENTRY * Long.BYTES;
    private static final int OFFSET_BITS = 48;

    /** Gets what is suspected, and may look at the records. */
    @FunctionalInterface
    interface Groups {
        void group(Twins.Group group) throws BusUnreachable;
    }

    private final Path directory;
    private final MessageDigest digest;
    private final byte[] salt;
    private long[] memory = new long[1 << 10];
    private int held;
    private ByteBuffer[] buffers = {};

    /**
     * @param directory is made when the first file is needed, and deleted with its files at the end
     * @param salt some 16 bytes that nobody could know
     */
    Spool(Path directory, byte[] salt) {
        this.directory = directory;
        this.salt = salt.clone();
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** A name's fingerprint under a salt. */
    long fingerprint(String name) {
        digest.update(salt);
        return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** Remembers that the record at this place has this name. */
    void add(String name, int partition, long offset) {
        add(fingerprint(name), place(partition, offset));
    }

    static long place(int partition, long offset) {
        return ((long) partition << OFFSET_BITS) | offset;
    }

    static int partition(long place) {
        return (int) (place >>> OFFSET_BITS);
    }

    static long offset(long place) {
        return place & ((1L << OFFSET_BITS) - 1);
    }

    private void add(long fingerprint, long place) {
        if (buffers.length > 0) {
            write(fingerprint, place);
            return;
        }
        if (held == MEMORY_ENTRIES) {
            spill();
            write(fingerprint, place);
            return;
        }
        if (held * Twins.ENTRY == memory.length) {
            memory = Arrays.copyOf(memory, memory.length * 2);
        }
        memory[held * Twins.ENTRY] = fingerprint;
        memory[held * Twins.ENTRY + 1] = place;
        held++;
    }

    private void spill() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffers = new ByteBuffer[BUCKETS];
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            buffers[bucket] = ByteBuffer.allocate(BUFFER_BYTES);
        }
        for (int entry = 0; entry < held; entry++) {
            write(memory[entry * Twins.ENTRY], memory[entry * Twins.ENTRY + 1]);
        }
        memory = new long[0];
        held = 0;
    }

    private void write(long fingerprint, long place) {
        int bucket = (int) (fingerprint >>> (Long.SIZE - Byte.SIZE));
        ByteBuffer buffer = buffers[bucket];
        buffer.putLong(fingerprint).putLong(place);
        if (!buffer.hasRemaining()) {
            flush(bucket);
        }
    }

    private void flush(int bucket) {
        ByteBuffer buffer = buffers[bucket].flip();
        try (FileChannel file = FileChannel.open(file(bucket), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.clear();
    }

    /** Hands on the places of each fingerprint that was there more than once. Nothing may be added afterwards. */
    void groups(Groups each) throws BusUnreachable {
        if (buffers.length == 0) {
            hand(Twins.in(memory, held), each);
            return;
        }
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            flush(bucket);
            long[] entries = entries(bucket);
            hand(Twins.in(entries, entries.length / Twins.ENTRY), each);
        }
    }

    private static void hand(List<Twins.Group> groups, Groups each) throws BusUnreachable {
        for (Twins.Group group : groups) {
            each.group(group);
        }
    }

    private long[] entries(int bucket) {
        try {
            byte[] bytes = Files.readAllBytes(file(bucket));
            long[] entries = new long[bytes.length / ENTRY_BYTES * Twins.ENTRY];
            ByteBuffer.wrap(bytes).asLongBuffer().get(entries);
            return entries;
        } catch (NoSuchFileException _) {
            return new long[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(int bucket) {
        return directory.resolve("bucket-%03d".formatted(bucket));
    }

    @Override
    public void close() {
        if (buffers.length == 0) {
            return;
        }
        try {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                Files.deleteIfExists(file(bucket));
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
