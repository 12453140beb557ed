package dev.airlock.gateway.wire;

import dev.airlock.schemas.model.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into JSON objects, however they were split into segments. It looks at each byte once and knows of JSON
 * only braces, strings and escapes: whether what lies between is JSON, {@link FrameReader} says.
 *
 * <p>A frame is held until it is whole, at most {@code bytesMax} bytes of it. What does not begin with a brace, nests deeper than
 * {@link #DEPTH_MAX} or grows too large ends the scanning for good, since nobody knows where the next frame would begin. One
 * scanner belongs to one connection and to one thread.
 */
public final class FrameScanner {
    /** A frame is flat; a few levels more are read to be refused with a better reason. */
    static final int DEPTH_MAX = 16;

    private static final int FIRST_BYTES = 512;

    private final int bytesMax;
    private byte[] held = {};
    private int length;
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** @param bytesMax the most bytes that a frame may have */
    public FrameScanner(int bytesMax) {
        if (bytesMax < 2) {
            throw new IllegalArgumentException("a frame has 2 bytes at least, so " + bytesMax + " is no bound");
        }
        this.bytesMax = bytesMax;
    }

    /** What the bytes so far amount to. */
    public sealed interface Scanned {
        /** One frame, from brace to brace; more may follow in the same chunk. */
        record Whole(Bytes frame) implements Scanned {}

        /** The chunk is used up. */
        record Unfinished() implements Scanned {}

        /** No frame can be found any more. */
        record Broken(String reason) implements Scanned {}
    }

    /** Whether a frame has begun and not ended. */
    public boolean insideFrame() {
        return depth > 0;
    }

    /** How many bytes of memory it takes up for a frame that is not whole. */
    public int heldBytes() {
        return held.length;
    }

    /** Reads on from the chunk's position, up to the end of a frame or of the chunk. */
    public Scanned next(ByteBuffer chunk) {
        if (depth == 0 && !begin(chunk)) {
            return chunk.hasRemaining()
                    ? new Scanned.Broken("a frame is a JSON object; it begins with '{'")
                    : new Scanned.Unfinished();
        }
        int start = chunk.position();
        while (chunk.hasRemaining()) {
            see(chunk.get());
            if (depth == 0) {
                return keep(chunk, start) ? whole() : tooLarge();
            }
            if (depth > DEPTH_MAX) {
                return new Scanned.Broken("the frame nests deeper than " + DEPTH_MAX + " levels");
            }
        }
        return keep(chunk, start) ? new Scanned.Unfinished() : tooLarge();
    }

    /** Skips the blanks between frames (RFC 8259 section 2) and takes the brace that follows; false if there is none. */
    private boolean begin(ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            byte next = chunk.get(chunk.position());
            if (next == '{') {
                return true;
            }
            if (next != ' ' && next != '\t' && next != '\r' && next != '\n') {
                return false;
            }
            chunk.get();
        }
        return false;
    }

    private void see(byte next) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = next == '\\';
            inString = next != '"';
        } else if (next == '"') {
            inString = true;
        } else if (next == '{') {
            depth++;
        } else if (next == '}') {
            depth--;
        }
    }

    /** Adds the chunk from {@code start} to its position to what is held; false if that is too much. */
    private boolean keep(ByteBuffer chunk, int start) {
        int more = chunk.position() - start;
        if (more > bytesMax - length) {
            return false;
        }
        int wanted = length + more;
        if (wanted > held.length) {
            long doubled = Math.max(FIRST_BYTES, 2L * held.length);
            held = Arrays.copyOf(held, Math.toIntExact(Math.min(bytesMax, Math.max(wanted, doubled))));
        }
        chunk.get(start, held, length, more);
        length = wanted;
        return true;
    }

    private Scanned whole() {
        var frame = new Scanned.Whole(Bytes.of(Arrays.copyOf(held, length)));
        held = new byte[0];
        length = 0;
        return frame;
    }

    private Scanned tooLarge() {
        held = new byte[0];
        return new Scanned.Broken(
                "the frame has more than " + bytesMax + " bytes; send a smaller payload, or put it on the bus");
    }
}
