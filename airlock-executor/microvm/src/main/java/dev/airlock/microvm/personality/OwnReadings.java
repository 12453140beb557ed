package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.ClockPage;
import dev.airlock.microvm.personality.Tape.Dial;
import dev.airlock.microvm.personality.Tape.Reading;
import java.util.concurrent.TimeUnit;

/**
 * What a guest reads of its clocks by itself, on the tape as if it had asked: in the same order, and played in the same way. On the guest's thread. What the
 * guest leaves in its page is not believed, only written down, and if no clock can have shown it, no more is.
 */
final class OwnReadings {
    private static final long WALL = 1L << (Long.SIZE - 1);
    /** The guest's arithmetic may be ahead of ours. */
    private static final long AHEAD_MAX = TimeUnit.SECONDS.toNanos(1);

    private final ClockPage page;
    private final Tape tape;
    private boolean open = true;
    /** Whether the guest need not ask, as long as there is anything for it to read. */
    private boolean unasked;

    private OwnReadings(ClockPage page, Tape tape) {
        this.page = page;
        this.tape = tape;
    }

    /** Of a run that begins; its first reading is asked for. */
    static OwnReadings begin(ClockPage page, Tape tape, int tscKhz) {
        page.begin(tape.isPlaying() ? ClockPage.Mode.PLAY : ClockPage.Mode.RECORD, tscKhz);
        var readings = new OwnReadings(page, tape);
        readings.offer();
        return readings;
    }

    /**
     * Takes over what was read by now: before anything else goes onto the tape, or is taken from it.
     *
     * @param monotonic what that clock would show now
     * @param wall what that one would
     */
    void settle(long monotonic, long wall) {
        long used = page.used();
        if (used == 0 || !open) {
            return;
        }
        page.settled();
        if (used < 0 || used > ClockPage.READINGS_MAX) {
            shut();
        } else if (tape.isPlaying()) {
            tape.passed((int) used);
        } else {
            for (int number = 0; open && number < used; number++) {
                take(page.reading(number), monotonic, wall);
            }
        }
    }

    private void take(long reading, long monotonic, long wall) {
        Dial dial = reading < 0 ? Dial.WALL : Dial.MONOTONIC;
        long shown = reading & ~WALL;
        if (shown > (dial == Dial.WALL ? wall : monotonic) + AHEAD_MAX) {
            shut();
        } else {
            tape.taken(dial, shown);
        }
    }

    private void shut() {
        open = false;
        page.shut();
        tape.cut();
    }

    /** What comes next may be read without asking: what is on the tape, or as much as there is room for. */
    void offer() {
        if (!open) {
            return;
        }
        if (tape.isPlaying()) {
            page.put(
                    tape.upcoming(ClockPage.READINGS_MAX).stream()
                            .mapToLong(OwnReadings::noted)
                            .toArray(),
                    unasked);
        } else if (tape.isWhole()) {
            page.next(ClockPage.READINGS_MAX);
        } else {
            page.free();
        }
    }

    private static long noted(Reading reading) {
        return reading.dial() == Dial.WALL ? reading.nanos() | WALL : reading.nanos();
    }

    /** A call for the time is answered: if it is the page's own, the guest goes on by itself from here. */
    void answered(long monotonic, long wall) {
        if (open && page.asked()) {
            page.answer(monotonic, wall);
            unasked = true;
            offer();
        }
    }

    /** The guest has waited: it asks next, so that no clock of its own is behind what it waited for. */
    void waited() {
        if (open) {
            unasked = false;
            page.stale();
        }
    }
}
