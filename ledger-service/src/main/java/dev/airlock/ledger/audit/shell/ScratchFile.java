package dev.airlock.ledger.audit.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Bytes one behind another in a file of a {@link Scratch}, which is opened for the first of them. Written by one thread; read by any number when none writes. */
final class ScratchFile implements AutoCloseable {
    private final Scratch scratch;
    private Optional<FileChannel> file = Optional.empty();
    private long end;

    ScratchFile(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Puts all bytes that the buffer has left behind the others. */
    void append(ByteBuffer bytes) {
        if (file.isEmpty()) {
            file = Optional.of(scratch.open());
        }
        try {
            while (bytes.hasRemaining()) {
                end += file.get().write(bytes, end);
            }
        } catch (IOException e) {
            throw scratch.failed(e);
        }
    }

    /** Fills the buffer from a place on; all of it must have been written. */
    void read(long at, ByteBuffer bytes) {
        long from = at;
        try {
            while (bytes.hasRemaining()) {
                int read = file.isEmpty() ? -1 : file.get().read(bytes, from);
                if (read < 0) {
                    throw new IOException("a file has become shorter");
                }
                from += read;
            }
        } catch (IOException e) {
            throw scratch.failed(e);
        }
    }

    /** How many bytes there are. */
    long end() {
        return end;
    }

    /** Whether there is a file. */
    boolean opened() {
        return file.isPresent();
    }

    /** Forgets all bytes, and gives their room back. */
    void clear() {
        try {
            if (file.isPresent()) {
                file.get().truncate(0);
            }
            end = 0;
        } catch (IOException e) {
            throw scratch.failed(e);
        }
    }

    /** Gives the file back; it may be written anew. */
    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException e) {
            throw scratch.failed(e);
        }
        file = Optional.empty();
        end = 0;
    }
}
