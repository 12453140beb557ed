package dev.airlock.lane.shell;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The newest things that were remembered under a print, up to a number and to a number of bytes; older ones give way. They lie one behind the
 * other in a ring of large pieces, each made when it is first reached: as objects of their own each would be copied twice by the collector, and
 * fill the old generation as they give way. For one thread at a time.
 */
final class Remembered {
    private static final int PIECE_BYTES = 1 << 20;
    /** What stands before each: where the one before it in its row is, the print, and how many bytes follow. */
    private static final int HEAD_BYTES = Long.BYTES + 2 * Long.BYTES + Integer.BYTES;

    private static final long NONE = -1;

    private final int most;
    private final byte[][] pieces;
    /** Where the newest of each row is; a print's row is given by the end of its first half. A power of two. */
    private final long[] newest;

    private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    /** Positions only grow; what lies before the oldest is no more. */
    private long oldest;

    private long next;
    private int size;

    /**
     * @param most how many there are at most
     * @param bytes how many bytes they have at most, rounded up to whole MiB
     */
    Remembered(int most, long bytes) {
        this.most = most;
        this.pieces = new byte[Math.toIntExact(Math.max(1, Math.ceilDiv(bytes, PIECE_BYTES)))][];
        this.newest = new long[Integer.highestOneBit(Math.max(2, most)) * 2];
        Arrays.fill(newest, NONE);
    }

    /** The newest under this print. */
    Optional<byte[]> find(Print print) {
        long at = position(print);
        if (at == NONE) {
            return Optional.empty();
        }
        byte[] thing = new byte[head.getInt(HEAD_BYTES - Integer.BYTES)];
        copy(at + HEAD_BYTES, thing, thing.length, false);
        return Optional.of(thing);
    }

    boolean holds(Print print) {
        return position(print) != NONE;
    }

    /** Where the newest under this print is; its head has been read. */
    private long position(Print print) {
        long at = newest[row(print)];
        while (at >= oldest) {
            readHead(at);
            if (head.getLong(Long.BYTES) == print.high() && head.getLong(2 * Long.BYTES) == print.low()) {
                return at;
            }
            at = head.getLong(0);
        }
        return NONE;
    }

    /** Remembers a thing; not one that is larger than all there is room for. */
    void add(Print print, byte[] thing) {
        long bytes = HEAD_BYTES + (long) thing.length;
        long room = (long) pieces.length * PIECE_BYTES;
        if (bytes > room) {
            return;
        }
        while (size >= most || next + bytes - oldest > room) {
            readHead(oldest);
            oldest += HEAD_BYTES + head.getInt(HEAD_BYTES - Integer.BYTES);
            size--;
        }
        int row = row(print);
        head.putLong(0, newest[row])
                .putLong(Long.BYTES, print.high())
                .putLong(2 * Long.BYTES, print.low())
                .putInt(HEAD_BYTES - Integer.BYTES, thing.length);
        copy(next, head.array(), HEAD_BYTES, true);
        copy(next + HEAD_BYTES, thing, thing.length, true);
        newest[row] = next;
        next += bytes;
        size++;
    }

    int size() {
        return size;
    }

    private int row(Print print) {
        return (int) print.high() & newest.length - 1;
    }

    private void readHead(long at) {
        copy(at, head.array(), HEAD_BYTES, false);
    }

    /** Copies into the ring, or out of it, over the ends of pieces. */
    private void copy(long position, byte[] bytes, int length, boolean in) {
        int done = 0;
        while (done < length) {
            long at = position + done;
            int number = (int) (at / PIECE_BYTES % pieces.length);
            int from = (int) (at % PIECE_BYTES);
            int some = Math.min(length - done, PIECE_BYTES - from);
            if (pieces[number] == null) {
                pieces[number] = new byte[PIECE_BYTES];
            }
            if (in) {
                System.arraycopy(bytes, done, pieces[number], from, some);
            } else {
                System.arraycopy(pieces[number], from, bytes, done, some);
            }
            done += some;
        }
    }
}
