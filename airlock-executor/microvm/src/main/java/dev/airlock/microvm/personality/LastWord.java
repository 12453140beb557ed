package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.util.Optional;

/**
 * A program may leave its exit code where its payload was put, with a mark behind it. When it then writes to descriptor 1 and all of it is taken,
 * it has ended, as by the exit_group that it would make next: one way out of the guest and back less (ADR 41). Nothing is believed that the
 * program could not do by that call, which is judged, counted and answered as if it had made it.
 */
public final class LastWord {
    /** For a guest that asks for no payload. */
    public static final LastWord NOWHERE = new LastWord(0);

    /** "\xffending" behind the byte of the code: no text in UTF-8, so that none is taken for it. */
    private static final long MARK = 0x67_6e69_646e_65ffL;

    private static final int OUTPUT = 1;

    private final long place;

    private LastWord(long place) {
        this.place = place;
    }

    /** @param waiting the read that the payload answers */
    public static LastWord behind(Event.Call waiting) {
        return waiting.a2() >= Long.BYTES ? new LastWord(waiting.a1()) : NOWHERE;
    }

    /**
     * The exit_group that a call stands for, too.
     *
     * @param result what it was answered
     */
    public Optional<Event.Call> exitAfter(GuestProcess process, Event.Call call, long result) {
        if (call.number() != Numbers.WRITE || (int) call.a0() != OUTPUT || result != call.a2() || place == 0) {
            return Optional.empty();
        }
        try {
            long word = process.memory().readLong(place);
            return word >>> Byte.SIZE == MARK
                    ? Optional.of(new Event.Call(Numbers.EXIT_GROUP, word & 0xFF, 0, 0, 0, 0, 0))
                    : Optional.empty();
        } catch (BadAddress e) {
            return Optional.empty(); // the guest has given that memory back
        }
    }
}
