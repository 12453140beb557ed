package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.ClockPage;
import dev.airlock.microvm.personality.Tape.Dial;
import dev.airlock.microvm.personality.Tape.Reading;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a guest reads of its clocks by itself, on the tape as if it had asked: in the same order, and played in the same way. On the guest's thread. What the
 * guest leaves in its page is written down, and no more is if no clock can have shown it.
 */
final class OwnReadings {
    private static final long WALL = 1L << (Long.SIZE - 1);
    /** The guest's arithmetic may be ahead of ours by this, and by a hundredth of the time since it was first told one. */
    private static final long AHEAD_MAX = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int AHEAD_SHARE = 100;

    private final ClockPage page;
    private final Tape tape;
    private boolean open = true;
    /** How many readings there were for it to take, while its tape is played. */
    private int offered;

    private long first = Long.MAX_VALUE;
    private long baseMonotonic = Long.MAX_VALUE;
    private long baseWall = Long.MAX_VALUE;

    private OwnReadings(ClockPage page, Tape tape) {
        this.page = page;
        this.tape = tape;
    }

    /** Of a run that begins; its first reading is asked for, unless it is {@link #tell told} before. */
    static OwnReadings begin(ClockPage page, Tape tape, int tscKhz) {
        tape.byItself();
        page.begin(tape.isPlaying() ? ClockPage.Mode.PLAY : ClockPage.Mode.RECORD, tscKhz);
        var readings = new OwnReadings(page, tape);
        readings.offer();
        return readings;
    }

    /**
     * Takes over what was read by now: before anything else goes onto the tape, or is taken from it.
     *
     * @param monotonic what that clock would show now
     */
    void settle(long monotonic) {
        long used = page.used();
        if (used == 0 || !open) {
            return;
        }
        page.settled();
        if (used < 0 || used > (tape.isPlaying() ? offered : ClockPage.READINGS_MAX)) {
            // Where signals come, a handler's reading can be counted in another's place; such a run has no recording.
            if (!tape.hasTimers()) {
                shut();
            }
        } else if (tape.isPlaying()) {
            tape.passed((int) used);
        } else {
            for (int number = 0; open && number < used; number++) {
                take(page.reading(number), monotonic);
            }
        }
    }

    private void take(long reading, long monotonic) {
        Dial dial = reading < 0 ? Dial.WALL : Dial.MONOTONIC;
        long since = (reading & ~WALL) - (dial == Dial.WALL ? baseWall : baseMonotonic);
        long most = monotonic - baseMonotonic + AHEAD_MAX + (monotonic - first) / AHEAD_SHARE;
        if (since >= 0 && since <= most) {
            tape.taken(dial, reading & ~WALL);
        } else if (!tape.hasTimers()) {
            shut();
        }
    }

    private void shut() {
        open = false;
        page.shut();
        tape.cut();
    }

    /** Somebody else has told the guest the time: it asks next, so that no clock of its own is behind that. */
    void toldByCall() {
        if (open) {
            page.stale();
            if (tape.isPlaying()) {
                offer();
            }
        }
    }

    /**
     * The guest, which has read nothing yet, is told the time at which it goes on, and need not ask for it.
     *
     * @param monotonic what that clock shows
     * @return whether its counter is to be taken as it goes on
     */
    boolean tell(long monotonic, long wall) {
        if (!open) {
            return false;
        }
        tape.told();
        if (tape.isPlaying()) {
            page.open(offered);
            return false;
        }
        from(monotonic, wall);
        page.tell(monotonic, wall);
        return true;
    }

    private void from(long monotonic, long wall) {
        baseMonotonic = monotonic;
        baseWall = wall;
        first = Math.min(first, monotonic);
    }

    private void offer() {
        if (tape.isPlaying()) {
            List<Reading> next = tape.upcoming(ClockPage.READINGS_MAX);
            offered = next.size();
            page.put(next.stream().mapToLong(OwnReadings::noted).toArray());
        } else {
            page.next(ClockPage.READINGS_MAX);
        }
    }

    private static long noted(Reading reading) {
        return reading.dial() == Dial.WALL ? reading.nanos() | WALL : reading.nanos();
    }

    /**
     * A call for the time is answered: if it is the page's own, the guest goes on by itself from here.
     *
     * @param monotonic what that clock shows
     */
    void answered(long monotonic, long wall) {
        if (open && page.asked()) {
            long shown = tape.last(Dial.MONOTONIC);
            boolean ahead = shown > monotonic;
            if (tape.isPlaying()) {
                page.answer(0, 0, false);
            } else {
                from(Math.max(shown, monotonic), wall);
                page.answer(baseMonotonic, wall, ahead);
            }
            offer();
        }
    }
}
