package dev.airlock.ledger.audit.shell;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes one behind another, as many as there are, in constant memory: the first ones on the heap, all others in a file. Written by one thread, and
 * read by any number once {@link #seal} was called.
 */
final class Pile implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 << 10;

    private final int heldMax;
    private final ScratchFile file;
    private byte[] held = new byte[0];
    private int heldBytes;
    private long end;
    private boolean full;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /**
     * @param scratch gets a file when it is needed
     * @param heldMax how many bytes stay on the heap
     */
    Pile(Scratch scratch, int heldMax) {
        this.file = new ScratchFile(scratch);
        this.heldMax = heldMax;
    }

    /** Puts these behind all others; where they begin. */
    long add(byte[] bytes) {
        long at = end;
        full |= heldBytes + bytes.length > heldMax;
        if (full) {
            write(bytes);
        } else {
            if (heldBytes + bytes.length > held.length) {
                held = Arrays.copyOf(held, Math.min(heldMax, Math.max(2 * held.length, heldBytes + bytes.length)));
            }
            System.arraycopy(bytes, 0, held, heldBytes, bytes.length);
            heldBytes += bytes.length;
        }
        end += bytes.length;
        return at;
    }

    private void write(byte[] bytes) {
        if (buffer.capacity() == 0) {
            buffer = ByteBuffer.allocate(BUFFER_BYTES);
        }
        if (bytes.length > buffer.remaining()) {
            file.append(buffer.flip());
            buffer.clear();
        }
        if (bytes.length > buffer.remaining()) {
            file.append(ByteBuffer.wrap(bytes));
        } else {
            buffer.put(bytes);
        }
    }

    /** Nothing is added any more. */
    void seal() {
        if (full) {
            file.append(buffer.flip());
            buffer = ByteBuffer.allocate(0);
        }
    }

    /** So many bytes from a place on that {@link #add} gave; what was added at once lies in one piece. */
    byte[] read(long at, int length) {
        if (at < heldBytes) {
            return Arrays.copyOfRange(held, (int) at, (int) at + length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(at - heldBytes, bytes);
        return bytes.array();
    }

    /** How many bytes there are. */
    long end() {
        return end;
    }

    /** Whether there is a file. */
    boolean spilt() {
        return file.opened();
    }

    /** How many bytes of the heap it takes. */
    int held() {
        return held.length + buffer.capacity();
    }

    @Override
    public void close() {
        file.close();
    }
}
