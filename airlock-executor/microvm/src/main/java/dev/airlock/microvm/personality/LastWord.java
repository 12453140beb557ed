package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A program may leave its exit code where its payload was put, with a mark behind it. When it then writes something to descriptor 1 and all of it is
 * taken, it has ended, as by the exit_group that it would make next: one way out of the guest and back less (ADR 41). Nothing is believed that the
 * program could not do by that call, which is judged, counted and answered as if it had made it. Only a program that had the mark there when its
 * snapshot was taken is listened to: in the memory of one that knows nothing of it, others' bytes may come to lie there, an input file's for one.
 */
public final class LastWord {
    /** Of a program that says none. */
    public static final LastWord NONE = new LastWord(0);

    /** "\xffending" behind the byte of the code: no text in UTF-8. */
    private static final long MARK = 0x67_6e69_646e_65ffL;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int OUTPUT = 1;

    private final long place;

    private LastWord(long place) {
        this.place = place;
    }

    /**
     * What a program says by itself that stands in a snapshot.
     *
     * @param pristine the snapshot's memory
     * @param waiting the read that the payload answers; its arguments are the guest's
     */
    public static LastWord of(MemorySegment pristine, Event.Call waiting) {
        long place = waiting.a1();
        boolean isThere = waiting.a2() >= Long.BYTES && place > 0 && place <= pristine.byteSize() - Long.BYTES;
        return isThere && isWord(pristine.get(WORD, place)) ? new LastWord(place) : NONE;
    }

    private static boolean isWord(long word) {
        return word >>> Byte.SIZE == MARK;
    }

    /**
     * The exit_group that a call stands for, too.
     *
     * @param result what it was answered
     */
    public Optional<Event.Call> exitAfter(GuestProcess process, Event.Call call, long result) {
        boolean taken =
                call.number() == Numbers.WRITE && (int) call.a0() == OUTPUT && result > 0 && result == call.a2();
        if (!taken || place == 0) {
            return Optional.empty();
        }
        try {
            long word = process.memory().readLong(place);
            return isWord(word)
                    ? Optional.of(new Event.Call(Numbers.EXIT_GROUP, word & 0xFF, 0, 0, 0, 0, 0))
                    : Optional.empty();
        } catch (BadAddress e) {
            return Optional.empty(); // the guest has given that memory back
        }
    }
}
