package dev.airlock.microvm.machine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * The page by which a guest reads its clock without leaving: written by us while the guest stands still, and by the guest at any other time, who may leave
 * anything in it. Used on the guest's thread.
 *
 * <p>A reading is {@code BASE + (TSC now - TSC) * SCALE / 2^32} nanoseconds. Up to LIMIT of them are taken without leaving, USED says how many were; with
 * each of them stands in READINGS what was shown, nanoseconds and in the highest bit whether it was the time of day. Who finds USED at LIMIT makes a system call, with ASKED
 * 1 before; if it is 2 afterwards, TSC becomes the counter at that moment, and LIMIT what NEXT is. Both also happen where a guest is told the time as it
 * goes on ({@link Machine#takeCounter}), with nobody asking; RAX and RDX, behind NEXT, keep two registers meanwhile. All zeros: every reading is asked for.
 */
public final class ClockPage {
    /** So many readings fit. */
    public static final int READINGS_MAX = 496;

    private static final long MODE = GuestMap.CLOCK;
    private static final long USED = MODE + 8;
    private static final long LIMIT = MODE + 16;
    private static final long SCALE = MODE + 32;
    private static final long BASE_WALL = MODE + 40;
    private static final long BASE_MONOTONIC = MODE + 48;
    private static final long ASKED = MODE + 56;
    private static final long NEXT = MODE + 64;
    private static final long READINGS = MODE + 128;

    private static final long KILO_NANOS = 1_000_000;

    private static final int ASKING = 1;
    private static final int ANSWERED = 2;

    /** A counter is slowed by so much (2 to the power of that, of its rate) while it is ahead: more than a rate may be wrong by. */
    private static final int SLOWED = 5;

    /** What becomes of a reading. */
    public enum Mode {
        /** It is noted. */
        RECORD(0),
        /** It is one of those that stand there. */
        PLAY(1);

        /** As the page's code knows it. */
        private final int number;

        Mode(int number) {
            this.number = number;
        }
    }

    private final MemorySegment memory;
    private final PageSet written;
    private long scale;

    /** @param written takes the page when it is written here */
    ClockPage(MemorySegment memory, PageSet written) {
        this.memory = memory;
        this.written = written;
    }

    private void set(long at, long value) {
        written.add((int) (GuestMap.CLOCK / GuestMap.PAGE));
        memory.set(JAVA_LONG, at, value);
    }

    /** As in a new guest: every reading is asked for. */
    void clear() {
        written.add((int) (GuestMap.CLOCK / GuestMap.PAGE));
        memory.asSlice(GuestMap.CLOCK, GuestMap.PAGE).fill((byte) 0);
    }

    /** @param tscKhz 1 and more; of no account when readings are played */
    public void begin(Mode mode, int tscKhz) {
        set(MODE, mode.number);
        scale = (KILO_NANOS << Integer.SIZE) / Math.max(1, tscKhz);
        set(SCALE, scale);
    }

    /** How many readings were taken since {@link #settled}, as the guest says it: any number. */
    public long used() {
        return memory.get(JAVA_LONG, USED);
    }

    /** What it noted of one of them. */
    public long reading(int number) {
        return memory.get(JAVA_LONG, READINGS + (long) number * Long.BYTES);
    }

    /** The readings were looked at. */
    public void settled() {
        set(USED, 0);
    }

    /** Whether the call under way is the page's own code asking. */
    public boolean asked() {
        return (int) memory.get(JAVA_LONG, ASKED) == ASKING;
    }

    /**
     * The guest that asks may go on by itself from here.
     *
     * @param ahead whether its clock was faster than the host's until now: then it is slower from here, until it asks again
     */
    public void answer(long monotonicNanos, long wallNanos, boolean ahead) {
        set(ASKED, ANSWERED);
        set(BASE_MONOTONIC, monotonicNanos);
        set(BASE_WALL, wallNanos);
        set(SCALE, ahead ? scale - (scale >> SLOWED) : scale);
    }

    /** The guest, which has not asked yet, may go on by itself from here. */
    public void tell(long monotonicNanos, long wallNanos) {
        set(BASE_MONOTONIC, monotonicNanos);
        set(BASE_WALL, wallNanos);
    }

    /** What {@link #put} put there may be taken without asking first. */
    public void open(int readings) {
        set(LIMIT, readings);
    }

    /** After the next answer so many readings may be taken. */
    public void next(int readings) {
        set(NEXT, readings);
    }

    /** The readings that are to be shown after the next answer. */
    public void put(long[] readings) {
        for (int i = 0; i < readings.length; i++) {
            set(READINGS + (long) i * Long.BYTES, readings[i]);
        }
        next(readings.length);
    }

    /** The next reading is asked for, and whoever was answered and has not gone on asks anew. */
    public void stale() {
        if (memory.get(JAVA_LONG, LIMIT) != 0) {
            set(LIMIT, 0);
        }
        if ((int) memory.get(JAVA_LONG, ASKED) == ANSWERED) {
            set(ASKED, 0);
        }
        if (memory.get(JAVA_LONG, NEXT) != 0) {
            set(NEXT, 0); // a guest that takes its counter now begins nothing by it
        }
    }

    /** Every reading is asked for from now on. */
    public void shut() {
        set(NEXT, 0);
        set(LIMIT, 0);
    }
}
