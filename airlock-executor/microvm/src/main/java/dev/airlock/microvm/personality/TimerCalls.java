package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/** Timers that send signals: alarm, setitimer, timer_create and their kin. */
final class TimerCalls {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);

    /** struct itimerval, struct itimerspec. */
    private static final int SPEC_BYTES = 32;

    // include/uapi/asm-generic/siginfo.h, v6.12; struct sigevent is 64 bytes.
    private static final int SIGEV_SIGNAL = 0;
    private static final int SIGEV_NONE = 1;
    private static final int SIGEV_THREAD_ID = 4;
    private static final int SIGEVENT_BYTES = 64;

    private TimerCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.ALARM, TimerCalls::alarm);
        table.put(Numbers.SETITIMER, TimerCalls::setitimer);
        table.put(Numbers.GETITIMER, TimerCalls::getitimer);
        table.put(Numbers.TIMER_CREATE, TimerCalls::create);
        table.put(Numbers.TIMER_SETTIME, TimerCalls::settime);
        table.put(Numbers.TIMER_GETTIME, TimerCalls::gettime);
        table.put(Numbers.TIMER_GETOVERRUN, TimerCalls::overrun);
        table.put(Numbers.TIMER_DELETE, TimerCalls::delete);
    }

    private static long alarm(GuestProcess process, Event.Call call) {
        Countdown timer = process.alarms().interval(0);
        long now = process.clock().monotonicNanos();
        long left = timer.left(now);
        long seconds = Integer.toUnsignedLong((int) call.a0());
        if (seconds == 0) {
            timer.stop();
        } else {
            timer.set(now + seconds * SECOND, 0);
        }
        return (left + SECOND - 1) / SECOND;
    }

    private static long clock(GuestProcess process, int which) {
        return which == 0 ? process.clock().monotonicNanos() : process.clock().processorNanos();
    }

    private static long setitimer(GuestProcess process, Event.Call call) throws BadAddress {
        int which = (int) call.a0();
        if (which < 0 || which >= Alarms.INTERVAL_TIMERS) {
            return Errors.EINVAL;
        }
        Countdown timer = process.alarms().interval(which);
        long now = clock(process, which);
        long interval = 0;
        long first = 0;
        if (call.a1() != 0) {
            interval = duration(process, call.a1(), MICRO);
            first = duration(process, call.a1() + 2 * Long.BYTES, MICRO);
            if (interval < 0 || first < 0) {
                return Errors.EINVAL;
            }
        }
        if (call.a2() != 0) {
            process.memory().checkWritable(call.a2(), SPEC_BYTES);
            process.memory().write(call.a2(), spec(timer, now, MICRO));
        }
        start(timer, now, first, interval);
        return 0;
    }

    private static void start(Countdown timer, long now, long first, long interval) {
        if (first == 0) {
            timer.stop();
        } else {
            timer.set(TimeCalls.sum(now, first), interval);
        }
    }

    private static long getitimer(GuestProcess process, Event.Call call) throws BadAddress {
        int which = (int) call.a0();
        if (which < 0 || which >= Alarms.INTERVAL_TIMERS) {
            return Errors.EINVAL;
        }
        Countdown timer = process.alarms().interval(which);
        process.memory().write(call.a1(), spec(timer, clock(process, which), MICRO));
        return 0;
    }

    /** Seconds and a part of one in {@code unit} nanoseconds each; negative when it is no time. */
    private static long duration(GuestProcess process, long address, long unit) throws BadAddress {
        long seconds = process.memory().readLong(address);
        long part = process.memory().readLong(address + Long.BYTES);
        if (seconds < 0 || part < 0 || part >= SECOND / unit) {
            return Errors.EINVAL;
        }
        return seconds >= Countdown.NEVER / SECOND ? Countdown.NEVER - 1 : seconds * SECOND + part * unit;
    }

    private static byte[] spec(Countdown timer, long now, long unit) {
        ByteBuffer buffer = ByteBuffer.allocate(SPEC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long left = timer.left(now);
        long shown = left > 0 ? Math.max(left, unit) : 0;
        buffer.putLong(timer.interval() / SECOND).putLong(timer.interval() % SECOND / unit);
        buffer.putLong(shown / SECOND).putLong(shown % SECOND / unit);
        return buffer.array();
    }

    /** Writes a struct itimerspec. */
    static void tell(GuestProcess process, Countdown timer, long now, long into) throws BadAddress {
        process.memory().write(into, spec(timer, now, 1));
    }

    /** Sets a timer of the monotonic clock as a struct itimerspec says, and tells the old one if asked to. */
    static long set(GuestProcess process, Countdown timer, boolean wall, boolean absolute, long from, long old)
            throws BadAddress {
        long interval = duration(process, from, 1);
        long first = duration(process, from + 2 * Long.BYTES, 1);
        if (interval < 0 || first < 0) {
            return Errors.EINVAL;
        }
        long now = process.clock().monotonicNanos();
        if (old != 0) {
            process.memory().checkWritable(old, SPEC_BYTES);
            tell(process, timer, now, old);
        }
        long delay = absolute && first != 0 ? Math.max(1, TimeCalls.until(process, first, wall)) : first;
        start(timer, now, delay, interval);
        return 0;
    }

    private static long create(GuestProcess process, Event.Call call) throws BadAddress {
        if (!TimeCalls.hasTimers((int) call.a0())) {
            return Errors.EINVAL;
        }
        int signal = Signal.ALARM;
        long value = 0;
        if (call.a1() != 0) {
            ByteBuffer event = ByteBuffer.wrap(process.memory().read(call.a1(), SIGEVENT_BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            int notify = event.getInt(12);
            boolean sends = notify == SIGEV_SIGNAL
                    || (notify == (SIGEV_SIGNAL | SIGEV_THREAD_ID) && event.getInt(16) == ProcessCalls.PROCESS);
            if ((!sends && notify != SIGEV_NONE) || (sends && !Signal.isNumber(event.getInt(8)))) {
                return Errors.EINVAL;
            }
            value = event.getLong(0);
            signal = sends ? event.getInt(8) : 0;
        }
        process.memory().checkWritable(call.a2(), Integer.BYTES);
        int id = process.alarms().add(new Alarms.Timer(signal, value, TimeCalls.isWall((int) call.a0())));
        if (id < 0) {
            return Errors.EAGAIN;
        }
        process.memory().writeInt(call.a2(), id);
        return 0;
    }

    private static long settime(GuestProcess process, Event.Call call) throws BadAddress {
        Alarms.Timer timer = process.alarms().timer((int) call.a0());
        if (timer == null || ((int) call.a1() & ~1) != 0) {
            return Errors.EINVAL;
        }
        return set(process, timer.countdown, timer.wall, (call.a1() & 1) != 0, call.a2(), call.a3());
    }

    private static long gettime(GuestProcess process, Event.Call call) throws BadAddress {
        Alarms.Timer timer = process.alarms().timer((int) call.a0());
        if (timer == null) {
            return Errors.EINVAL;
        }
        tell(process, timer.countdown, process.clock().monotonicNanos(), call.a1());
        return 0;
    }

    private static long overrun(GuestProcess process, Event.Call call) {
        Alarms.Timer timer = process.alarms().timer((int) call.a0());
        return timer == null ? Errors.EINVAL : Math.min(timer.overrun, Integer.MAX_VALUE);
    }

    private static long delete(GuestProcess process, Event.Call call) {
        if (process.alarms().timer((int) call.a0()) == null) {
            return Errors.EINVAL;
        }
        process.alarms().remove((int) call.a0());
        return 0;
    }
}
