package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;

/** futex. There is one thread, so nobody can be woken, and whoever waits does so for time or a signal. */
final class FutexCalls {
    // include/uapi/linux/futex.h, v6.12.
    private static final int WAIT = 0;
    private static final int WAKE = 1;
    private static final int REQUEUE = 3;
    private static final int COMPARE_REQUEUE = 4;
    private static final int WAIT_BITSET = 9;
    private static final int WAKE_BITSET = 10;
    private static final int PRIVATE = 128;
    private static final int WALL = 256;

    private FutexCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.FUTEX, FutexCalls::futex);
        table.put(Numbers.SCHED_YIELD, (_, _) -> 0);
    }

    private static long futex(GuestProcess process, Event.Call call) throws BadAddress {
        int operation = (int) call.a1() & ~(PRIVATE | WALL);
        if (call.a0() % Integer.BYTES != 0) {
            return Errors.EINVAL;
        }
        return switch (operation) {
            case WAKE, REQUEUE -> 0;
            case WAKE_BITSET -> (int) call.a5() == 0 ? Errors.EINVAL : 0;
            case COMPARE_REQUEUE -> process.memory().readInt(call.a0()) == (int) call.a5() ? 0 : Errors.EAGAIN;
            case WAIT -> await(process, call, false);
            case WAIT_BITSET -> (int) call.a5() == 0 ? Errors.EINVAL : await(process, call, true);
            default -> Errors.ENOSYS;
        };
    }

    private static long await(GuestProcess process, Event.Call call, boolean absolute) throws BadAddress {
        long time = call.a3() == 0 ? Countdown.NEVER : TimeCalls.timespec(process, call.a3());
        if (time < 0) {
            return time;
        }
        if (process.memory().readInt(call.a0()) != (int) call.a2()) {
            return Errors.EAGAIN;
        }
        if (call.a3() == 0) {
            return process.waiting().forSignal(() -> false);
        }
        boolean wall = (call.a1() & WALL) != 0;
        long nanos = absolute ? TimeCalls.until(process, time, wall) : time;
        Waiting.Woken woken = process.waiting().until(() -> false, TimeCalls.point(process, nanos));
        return woken == Waiting.Woken.SIGNAL ? Errors.EINTR : Errors.ETIMEDOUT;
    }
}
