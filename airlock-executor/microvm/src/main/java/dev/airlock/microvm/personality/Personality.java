package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;

/** The answers to system calls. No state of its own: all of it is in the {@link GuestProcess}. */
public final class Personality {
    private static final CallTable TABLE = CallTable.all();

    private Personality() {}

    /** Whether the number has an answer; one that has none gets ENOSYS. */
    public static boolean knows(int number) {
        return TABLE.knows(number);
    }

    /** Answers a call; afterwards {@link GuestProcess#stop} may hold a reason not to go on. */
    public static long answer(GuestProcess process, Event.Call call) {
        if (!knows(call.number())) {
            return Errors.ENOSYS;
        }
        try {
            return TABLE.at(call.number()).to(process, call);
        } catch (BadAddress e) {
            return Errors.EFAULT;
        }
    }
}
