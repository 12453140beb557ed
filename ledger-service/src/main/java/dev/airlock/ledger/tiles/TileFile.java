package dev.airlock.ledger.tiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * One file that only grows, and has its name when it is whole; until then it is called {@code NAME.part}. What an earlier process left there is
 * compared with what is appended, byte by byte, and written anew from the first difference on: a file that was torn, changed or cut is mended by
 * growing it again. For one thread.
 */
final class TileFile implements AutoCloseable {
    private static final String PART = ".part";

    private final Path whole;
    private final Path part;
    private FileChannel channel;
    private boolean named;
    private boolean comparing;
    private boolean unsynced;
    private long position;

    private TileFile(Path whole) throws IOException {
        this.whole = whole;
        this.part = partOf(whole);
        this.named = Files.exists(whole);
        this.comparing = named || Files.exists(part);
        if (!comparing) {
            Files.createDirectories(whole.getParent());
        }
        this.channel = open(named ? whole : part);
    }

    /** The file of this name at its beginning. */
    static TileFile at(Path whole) throws IOException {
        return new TileFile(whole);
    }

    /** Where the file is while it grows. */
    static Path partOf(Path whole) {
        return whole.resolveSibling(whole.getFileName() + PART);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Puts these bytes behind those before. They are durable after {@link #sync} or {@link #complete}. */
    void append(byte[] bytes) throws IOException {
        if (comparing && !isThere(bytes)) {
            writeFromHere();
        }
        if (!comparing) {
            writeFully(ByteBuffer.wrap(bytes));
            unsynced = true;
        }
        position += bytes.length;
    }

    private boolean isThere(byte[] bytes) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(bytes.length);
        while (found.hasRemaining()) {
            if (channel.read(found, position + found.position()) < 0) {
                return false;
            }
        }
        return Arrays.equals(found.array(), bytes);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** What is behind this place was not ours. */
    private void writeFromHere() throws IOException {
        if (named) {
            channel.close();
            Files.move(whole, part, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            named = false;
            channel = open(part);
        }
        channel.truncate(position);
        comparing = false;
        unsynced = true;
    }

    /** How many bytes were appended. */
    long size() {
        return position;
    }

    /** Whether bytes were written that are not durable yet. */
    boolean unsynced() {
        return unsynced;
    }

    /** Returns when all that was appended is on the disk. */
    void sync() throws IOException {
        if (unsynced) {
            channel.force(false);
            unsynced = false;
        }
    }

    /** Nothing more is to come: durable, and under its name. */
    void complete() throws IOException {
        if (channel.size() > position) {
            writeFromHere();
        }
        sync();
        channel.close();
        if (!named) {
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            named = true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
