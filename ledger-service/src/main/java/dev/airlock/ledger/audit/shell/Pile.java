package dev.airlock.ledger.audit.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes one behind another, as many as there are, in constant memory: the first ones on the heap, all others in a file. Written by one thread, and
 * read by any number once {@link #seal} was called.
 */
final class Pile implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 << 10;

    private final Path path;
    private final int heldMax;
    private byte[] held = new byte[0];
    private int heldBytes;
    private long end;
    private Optional<FileChannel> file = Optional.empty();
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /**
     * @param path is made when it is needed, with its directory, and deleted at the end
     * @param heldMax how many bytes stay on the heap
     */
    Pile(Path path, int heldMax) {
        this.path = path;
        this.heldMax = heldMax;
    }

    /** Puts these behind all others; where they begin. */
    long add(byte[] bytes) {
        long at = end;
        if (file.isEmpty() && heldBytes + bytes.length <= heldMax) {
            if (heldBytes + bytes.length > held.length) {
                held = Arrays.copyOf(held, Math.min(heldMax, Math.max(2 * held.length, heldBytes + bytes.length)));
            }
            System.arraycopy(bytes, 0, held, heldBytes, bytes.length);
            heldBytes += bytes.length;
        } else {
            write(bytes);
        }
        end += bytes.length;
        return at;
    }

    private void write(byte[] bytes) {
        try {
            if (file.isEmpty()) {
                Files.createDirectories(path.getParent());
                file = Optional.of(FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
                buffer = ByteBuffer.allocate(BUFFER_BYTES);
            }
            if (bytes.length > buffer.remaining()) {
                flush();
            }
            if (bytes.length > buffer.remaining()) {
                writeAll(ByteBuffer.wrap(bytes));
            } else {
                buffer.put(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() throws IOException {
        writeAll(buffer.flip());
        buffer.clear();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.orElseThrow().write(bytes);
        }
    }

    /** Nothing is added any more. */
    void seal() {
        if (file.isPresent()) {
            try {
                flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            buffer = ByteBuffer.allocate(0);
        }
    }

    /** So many bytes from a place on that {@link #add} gave; what was added at once lies in one piece. */
    byte[] read(long at, int length) {
        if (at < heldBytes) {
            return Arrays.copyOfRange(held, (int) at, (int) at + length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (file.orElseThrow().read(bytes, at - heldBytes + bytes.position()) < 0) {
                    throw new IOException(path + " has become shorter");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.array();
    }

    /** How many bytes there are. */
    long end() {
        return end;
    }

    /** How many bytes of the heap it takes. */
    int held() {
        return held.length + buffer.capacity();
    }

    @Override
    public void close() {
        if (file.isEmpty()) {
            return;
        }
        try {
            file.get().close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
