package dev.airlock.microvm.personality;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a run was told of the world besides its input: enough to live through it again. As bytes: one for the version (1), one for
 * flags (1: these are not all readings; 2: it set a timer; 4: it read clocks by itself; 8: it was told the time), 32 of the seed, and the readings as {@link Tape} writes them.
 *
 * @param seed 32 bytes, from which all of its random bytes follow
 * @param readings what its clocks showed
 * @param whole whether these are all the readings there were
 * @param timers whether it set a timer, whose signal may come between any two of its instructions
 * @param byItself whether it read clocks without a call where it could; played otherwise it would make other calls
 * @param told whether it was told the time with its payload; else its first reading is a call. Who does not know this flag plays none that has it
 */
@SuppressWarnings("ArrayRecordComponent") // the accessors' callers own the record
public record Recording(byte[] seed, byte[] readings, boolean whole, boolean timers, boolean byItself, boolean told) {
    /** Bytes of a seed. */
    public static final int SEED_BYTES = 32;

    /** The most bytes that readings take. */
    public static final int READINGS_BYTES_MAX = 16 << 10;

    private static final byte VERSION = 1;
    private static final int CUT = 1;
    private static final int TIMERS = 2;
    private static final int BY_ITSELF = 4;
    private static final int TOLD = 8;
    private static final int HEAD_BYTES = 2;

    public Recording {
        if (seed.length != SEED_BYTES || readings.length > READINGS_BYTES_MAX) {
            throw new IllegalArgumentException("a seed of " + seed.length + " bytes and " + readings.length
                    + " bytes of readings; it takes " + SEED_BYTES + " and at most " + READINGS_BYTES_MAX);
        }
        seed = seed.clone();
        readings = readings.clone();
    }

    /**
     * The recording in these bytes, which may be anybody's.
     *
     * @throws IllegalArgumentException if there is none in them
     */
    public static Recording of(byte[] bytes) {
        int start = HEAD_BYTES + SEED_BYTES;
        if (bytes.length < start || bytes[0] != VERSION || (bytes[1] & ~(CUT | TIMERS | BY_ITSELF | TOLD)) != 0) {
            throw new IllegalArgumentException("no recording of version " + VERSION);
        }
        return new Recording(
                Arrays.copyOfRange(bytes, HEAD_BYTES, start),
                Arrays.copyOfRange(bytes, start, bytes.length),
                (bytes[1] & CUT) == 0,
                (bytes[1] & TIMERS) != 0,
                (bytes[1] & BY_ITSELF) != 0,
                (bytes[1] & TOLD) != 0);
    }

    /** The bytes that {@link #of} reads. */
    public byte[] bytes() {
        int flags = (whole ? 0 : CUT) | (timers ? TIMERS : 0) | (byItself ? BY_ITSELF : 0) | (told ? TOLD : 0);
        return ByteBuffer.allocate(HEAD_BYTES + SEED_BYTES + readings.length)
                .put(VERSION)
                .put((byte) flags)
                .put(seed)
                .put(readings)
                .array();
    }
}
