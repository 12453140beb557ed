package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Signals: what to do with them, which to keep waiting, and sending them, to oneself alone. */
final class SignalCalls {
    /** The kernel's sigset_t. */
    static final int SIGSET_BYTES = 8;

    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIG_SETMASK = 2;

    private SignalCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.RT_SIGACTION, SignalCalls::sigaction);
        table.put(Numbers.RT_SIGPROCMASK, SignalCalls::sigprocmask);
        table.put(Numbers.RT_SIGRETURN, (process, _) -> Delivery.returnFromHandler(process));
        table.put(Numbers.RT_SIGPENDING, SignalCalls::sigpending);
        table.put(Numbers.RT_SIGSUSPEND, SignalCalls::sigsuspend);
        table.put(Numbers.RT_SIGTIMEDWAIT, SignalCalls::sigtimedwait);
        table.put(Numbers.PAUSE, (process, _) -> interrupted(process));
        table.put(Numbers.KILL, SignalCalls::kill);
        table.put(Numbers.TKILL, (process, call) -> send(process, (int) call.a0(), (int) call.a1(), Signal.SI_TKILL));
        table.put(Numbers.TGKILL, SignalCalls::tgkill);
        table.put(Numbers.RT_SIGQUEUEINFO, SignalCalls::queue);
    }

    private static long sigaction(GuestProcess process, Event.Call call) throws BadAddress {
        int signal = (int) call.a0();
        boolean fixed = signal == Signal.KILL || signal == Signal.STOP;
        if (!Signal.isNumber(signal) || call.a3() != SIGSET_BYTES || (fixed && call.a1() != 0)) {
            return Errors.EINVAL;
        }
        SignalAction before = process.signals().action(signal);
        if (call.a1() != 0) {
            SignalAction next = SignalAction.read(process.memory().read(call.a1(), SignalAction.BYTES));
            if (call.a2() != 0) {
                process.memory().checkWritable(call.a2(), SignalAction.BYTES);
            }
            process.signals().action(signal, next);
        }
        if (call.a2() != 0) {
            process.memory().write(call.a2(), before.bytes());
        }
        return 0;
    }

    private static long sigprocmask(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a3() != SIGSET_BYTES) {
            return Errors.EINVAL;
        }
        long before = process.signals().mask();
        long set = call.a1() == 0 ? 0 : process.memory().readLong(call.a1());
        int how = (int) call.a0();
        if (call.a1() != 0 && how != SIG_BLOCK && how != SIG_UNBLOCK && how != SIG_SETMASK) {
            return Errors.EINVAL;
        }
        if (call.a2() != 0) {
            process.memory().writeLong(call.a2(), before);
        }
        if (call.a1() != 0) {
            process.signals().mask(how == SIG_BLOCK ? before | set : how == SIG_UNBLOCK ? before & ~set : set);
        }
        return 0;
    }

    private static long sigpending(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a1() > SIGSET_BYTES || call.a1() < 0) {
            return Errors.EINVAL;
        }
        long pending = process.signals().pending() & process.signals().mask();
        byte[] bytes = new byte[(int) call.a1()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (pending >>> (i * Byte.SIZE));
        }
        process.memory().write(call.a0(), bytes);
        return 0;
    }

    private static long sigsuspend(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a1() != SIGSET_BYTES) {
            return Errors.EINVAL;
        }
        process.signals().maskForOneCall(process.memory().readLong(call.a0()));
        return interrupted(process);
    }

    private static long interrupted(GuestProcess process) {
        process.waiting().forSignal(() -> false);
        return Errors.EINTR;
    }

    private static long sigtimedwait(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a3() != SIGSET_BYTES) {
            return Errors.EINVAL;
        }
        long set = process.memory().readLong(call.a0());
        long nanos = call.a2() == 0 ? Countdown.NEVER : TimeCalls.timespec(process, call.a2());
        if (nanos < 0) {
            return nanos;
        }
        if (call.a1() != 0) {
            process.memory().checkWritable(call.a1(), SignalText.BYTES);
        }
        SignalState signals = process.signals();
        long point = TimeCalls.point(process, nanos);
        Waiting.Woken woken = process.waiting().until(() -> (signals.pending() & set) != 0, point);
        Optional<Signal> got = signals.take(set);
        if (got.isEmpty()) {
            return woken == Waiting.Woken.SIGNAL ? Errors.EINTR : Errors.EAGAIN;
        }
        if (call.a1() != 0) {
            ByteBuffer text = ByteBuffer.allocate(SignalText.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            SignalText.write(text, 0, got.get());
            process.memory().write(call.a1(), text.array());
        }
        return got.get().number();
    }

    private static long kill(GuestProcess process, Event.Call call) {
        int target = (int) call.a0();
        boolean group = target == 0 || target == -ProcessCalls.PROCESS;
        return send(process, group ? (int) ProcessCalls.PROCESS : target, (int) call.a1(), Signal.SI_USER);
    }

    private static long tgkill(GuestProcess process, Event.Call call) {
        if ((int) call.a0() <= 0 || (int) call.a1() <= 0) {
            return Errors.EINVAL;
        }
        return (int) call.a0() == ProcessCalls.PROCESS
                ? send(process, (int) call.a1(), (int) call.a2(), Signal.SI_TKILL)
                : Errors.ESRCH;
    }

    private static long queue(GuestProcess process, Event.Call call) throws BadAddress {
        ByteBuffer text = ByteBuffer.wrap(process.memory().read(call.a2(), SignalText.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        int signal = (int) call.a1();
        if ((int) call.a0() != ProcessCalls.PROCESS) {
            return Errors.ESRCH;
        }
        if (!Signal.isNumber(signal)) {
            return Errors.EINVAL;
        }
        return process.signals().raise(new Signal(signal, text.getInt(8), text.getLong(24))) ? 0 : Errors.EAGAIN;
    }

    /** There is nobody but the guest itself. */
    private static long send(GuestProcess process, int target, int signal, int code) {
        if (signal < 0 || signal > Signal.MOST) {
            return Errors.EINVAL;
        }
        if (target != ProcessCalls.PROCESS) {
            return target == ProcessCalls.PARENT ? Errors.EPERM : Errors.ESRCH;
        }
        return signal == 0 || process.signals().raise(new Signal(signal, code, 0)) ? 0 : Errors.EAGAIN;
    }
}
