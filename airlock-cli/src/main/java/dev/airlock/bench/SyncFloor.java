package dev.airlock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a disk takes for the least that a journal can do: some bytes into a file that is there already, and an fdatasync. */
final class SyncFloor implements AutoCloseable {
    /** About what a token with a short output takes. */
    private static final int BYTES = 3_072;

    private static final int FILE_BYTES = 16 << 20;

    private final FileChannel channel;
    private long at;

    private SyncFloor(FileChannel channel) {
        this.channel = channel;
    }

    static SyncFloor in(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("floor"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
        for (long at = 0; at < FILE_BYTES; at += zeros.capacity()) {
            channel.write(zeros.clear(), at);
        }
        channel.force(true);
        return new SyncFloor(channel);
    }

    /** Writes and syncs once; nanoseconds. */
    long sync() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        long began = System.nanoTime();
        channel.write(bytes, at);
        channel.force(false);
        long took = System.nanoTime() - began;
        at = (at + BYTES) % (FILE_BYTES - BYTES);
        return took;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
