package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;

/** What the guest wants done with signals is remembered and told back; none ever comes. */
final class SignalCalls {
    /** The kernel's sigset_t. */
    private static final int SIGSET_BYTES = 8;

    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;

    private SignalCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.RT_SIGACTION, SignalCalls::sigaction);
        table.put(Numbers.RT_SIGPROCMASK, SignalCalls::sigprocmask);
        table.put(Numbers.SIGALTSTACK, SignalCalls::sigaltstack);
    }

    private static long sigaction(GuestProcess process, Event.Call call) throws BadAddress {
        int signal = (int) call.a0();
        boolean fixed = signal == SIGKILL || signal == SIGSTOP;
        if (signal < 1 || signal > SignalState.SIGNALS || call.a3() != SIGSET_BYTES || (fixed && call.a1() != 0)) {
            return Errors.EINVAL;
        }
        byte[] before = process.signals().action(signal);
        if (call.a1() != 0) {
            byte[] next = process.memory().read(call.a1(), SignalState.ACTION_BYTES);
            if (call.a2() != 0) {
                process.memory().checkWritable(call.a2(), SignalState.ACTION_BYTES);
            }
            process.signals().action(signal, next);
        }
        if (call.a2() != 0) {
            process.memory().write(call.a2(), before);
        }
        return 0;
    }

    private static long sigprocmask(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a3() != SIGSET_BYTES) {
            return Errors.EINVAL;
        }
        long before = process.signals().mask();
        long set = call.a1() == 0 ? 0 : process.memory().readLong(call.a1());
        if (call.a2() != 0) {
            process.memory().writeLong(call.a2(), before);
        }
        if (call.a1() != 0) {
            switch ((int) call.a0()) {
                case 0 -> process.signals().mask(before | set);
                case 1 -> process.signals().mask(before & ~set);
                case 2 -> process.signals().mask(set);
                default -> {
                    return Errors.EINVAL;
                }
            }
        }
        return 0;
    }

    /** Accepted; no signal ever runs on that stack. The old one is said to be disabled (SS_DISABLE, 2). */
    private static long sigaltstack(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a0() != 0) {
            process.memory().read(call.a0(), 3L * Long.BYTES);
        }
        if (call.a1() != 0) {
            process.memory().write(call.a1(), new byte[3 * Long.BYTES]);
            process.memory().writeInt(call.a1() + Long.BYTES, 2);
        }
        return 0;
    }
}
