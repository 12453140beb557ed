package dev.airlock.lane.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * An open file of a journal with its place for the next frame. Whoever writes holds the journal's lock; any thread may read. A thread that was
 * interrupted does its part like any other, and is interrupted again behind it.
 */
final class Segment implements AutoCloseable {
    private final Path file;
    private final Header header;
    private final FileChannel channel;
    private final GroupCommit.Disk disk;
    private final long size;
    private long end;
    private volatile boolean deleted;
    /** Why a sync failed; empty if none did. Guarded by this. */
    private Optional<IOException> failure = Optional.empty();

    private Segment(Path file, Header header, FileChannel channel, long size, long end) {
        this(file, header, channel, () -> channel.force(false), size, end);
    }

    /** @param disk syncs what is written to the channel */
    Segment(Path file, Header header, FileChannel channel, GroupCommit.Disk disk, long size, long end) {
        this.file = file;
        this.header = header;
        this.channel = channel;
        this.disk = disk;
        this.size = size;
        this.end = end;
    }

    /** A segment that was read up to {@code end}; what stands behind it is overwritten with zeros, and all of it is synced. */
    static Segment reopened(Path file, SegmentRead read) throws IOException {
        return Undisturbed.ask(() -> {
            FileChannel channel = open(file);
            Segment segment = new Segment(file, read.header(), channel, channel.size(), read.end());
            if (read.fault().isPresent()) {
                Spare.zeros(channel, read.end(), segment.size);
            }
            channel.force(false);
            return segment;
        });
    }

    /** A spare file that becomes a segment; its header is on the disk when this returns. */
    static Segment begun(Path file, Header header) throws IOException {
        return Undisturbed.ask(() -> {
            FileChannel channel = open(file);
            Segment segment = new Segment(file, header, channel, channel.size(), Header.BYTES);
            segment.writeAt(header.bytes(), 0);
            channel.force(false);
            return segment;
        });
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    Header header() {
        return header;
    }

    long remaining() {
        return size - end;
    }

    /** How many bytes the file has from {@code position} on. */
    long remainingFrom(long position) {
        return size - position;
    }

    void write(Frame frame) throws IOException {
        Undisturbed.act(() -> writeAt(frame.bytes(header.mark()), end));
        end += frame.size();
    }

    private void writeAt(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /**
     * fdatasync: the file's size never changes, so there is nothing else to sync. Nothing for a file that nobody needs any more. Linux tells an open file
     * of a failure to write once, and calls the next sync a success; so once one has failed, each fails, and of two at a time the second waits for
     * the first.
     */
    synchronized void sync() throws IOException {
        if (failure.isPresent()) {
            throw new IOException("an earlier sync of " + file + " failed", failure.get());
        }
        try {
            Undisturbed.act(disk::sync);
        } catch (ClosedChannelException e) {
            if (!deleted) {
                throw e;
            }
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    /** Fills {@code into} from its beginning with the bytes from {@code position} on, as many as fit or as there are, to be read. */
    void read(long position, ByteBuffer into) throws IOException {
        into.clear().limit((int) Math.min(into.capacity(), size - position));
        Undisturbed.act(() -> fill(into, position));
        into.flip();
    }

    private void fill(ByteBuffer bytes, long position) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException(file + " ends before byte " + (position + bytes.limit()));
            }
        }
    }

    void delete() throws IOException {
        deleted = true;
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
