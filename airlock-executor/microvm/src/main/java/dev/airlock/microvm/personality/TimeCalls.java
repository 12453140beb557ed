package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.util.concurrent.TimeUnit;

/** Clocks and sleeping. The wall clock is the host's; every other one starts with the guest. */
final class TimeCalls {
    // include/uapi/linux/time.h, v6.12.
    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final int CLOCK_MONOTONIC_RAW = 4;
    private static final int CLOCK_REALTIME_COARSE = 5;
    private static final int CLOCK_MONOTONIC_COARSE = 6;
    private static final int CLOCK_BOOTTIME = 7;
    private static final int CLOCK_TAI = 11;
    private static final int TIMER_ABSTIME = 1;

    /** CLOCKS_PER_SEC as times(2) counts: AT_CLKTCK. */
    static final int TICKS_PER_SECOND = 100;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int RUSAGE_BYTES = 144;
    private static final int RUSAGE_RESIDENT = 32;
    private static final int RUSAGE_SELF = 0;
    private static final int RUSAGE_CHILDREN = -1;
    private static final int RUSAGE_THREAD = 1;
    private static final int TMS_BYTES = 32;

    private TimeCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.CLOCK_GETTIME, TimeCalls::clockGettime);
        table.put(Numbers.CLOCK_GETRES, TimeCalls::clockGetres);
        table.put(Numbers.GETTIMEOFDAY, TimeCalls::gettimeofday);
        table.put(Numbers.TIME, TimeCalls::time);
        table.put(Numbers.TIMES, TimeCalls::times);
        table.put(Numbers.GETRUSAGE, TimeCalls::getrusage);
        table.put(Numbers.NANOSLEEP, TimeCalls::nanosleep);
        table.put(Numbers.CLOCK_NANOSLEEP, TimeCalls::clockNanosleep);
    }

    /** Whether a clock shows the time of day. */
    static boolean isWall(int clock) {
        return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI;
    }

    private static boolean isClock(int clock) {
        return isWall(clock)
                || clock == CLOCK_MONOTONIC
                || clock == CLOCK_PROCESS_CPUTIME_ID
                || clock == CLOCK_THREAD_CPUTIME_ID
                || clock == CLOCK_MONOTONIC_RAW
                || clock == CLOCK_MONOTONIC_COARSE
                || clock == CLOCK_BOOTTIME;
    }

    /** Whether timers may run on a clock. */
    static boolean hasTimers(int clock) {
        return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME || clock == CLOCK_TAI;
    }

    private static long nanosOf(GuestProcess process, int clock) {
        if (isWall(clock)) {
            return process.clock().wallNanos();
        }
        boolean processor = clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID;
        return processor ? process.clock().processorNanos() : process.clock().monotonicNanos();
    }

    /** The moment that many nanoseconds from now, on the monotonic clock; never, if that is how far it is. */
    static long point(GuestProcess process, long nanos) {
        return nanos == Countdown.NEVER ? nanos : sum(process.clock().monotonicNanos(), nanos);
    }

    /** Two times together, at most {@link Countdown#NEVER}. */
    static long sum(long nanos, long more) {
        return nanos > Countdown.NEVER - more ? Countdown.NEVER : nanos + more;
    }

    private static void write(GuestProcess process, long address, long nanos, long unit) throws BadAddress {
        process.memory().checkWritable(address, 2 * Long.BYTES);
        process.memory().writeLong(address, nanos / NANOS);
        process.memory().writeLong(address + Long.BYTES, nanos % NANOS / unit);
    }

    private static long clockGettime(GuestProcess process, Event.Call call) throws BadAddress {
        if (!isClock((int) call.a0())) {
            return Errors.EINVAL;
        }
        process.memory().checkWritable(call.a1(), 2 * Long.BYTES);
        write(process, call.a1(), nanosOf(process, (int) call.a0()), 1);
        process.clock().answered();
        return 0;
    }

    private static long clockGetres(GuestProcess process, Event.Call call) throws BadAddress {
        if (!isClock((int) call.a0())) {
            return Errors.EINVAL;
        }
        if (call.a1() != 0) {
            write(process, call.a1(), 1, 1);
        }
        return 0;
    }

    private static long gettimeofday(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a0() != 0) {
            write(process, call.a0(), nanosOf(process, CLOCK_REALTIME), TimeUnit.MICROSECONDS.toNanos(1));
        }
        if (call.a1() != 0) {
            process.memory().writeLong(call.a1(), 0);
        }
        return 0;
    }

    private static long time(GuestProcess process, Event.Call call) throws BadAddress {
        long seconds = process.clock().realtime().getEpochSecond();
        if (call.a0() != 0) {
            process.memory().writeLong(call.a0(), seconds);
        }
        return seconds;
    }

    private static long times(GuestProcess process, Event.Call call) throws BadAddress {
        long unit = NANOS / TICKS_PER_SECOND;
        if (call.a0() != 0) {
            process.memory().write(call.a0(), new byte[TMS_BYTES]);
            process.memory().writeLong(call.a0(), process.clock().processorNanos() / unit);
        }
        return process.clock().monotonicNanos() / unit;
    }

    /** User time is all the time in which it did not wait; of the rest there is the most memory it had. */
    private static long getrusage(GuestProcess process, Event.Call call) throws BadAddress {
        int who = (int) call.a0();
        if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN && who != RUSAGE_THREAD) {
            return Errors.EINVAL;
        }
        process.memory().write(call.a1(), new byte[RUSAGE_BYTES]);
        if (who != RUSAGE_CHILDREN) {
            write(process, call.a1(), process.clock().processorNanos(), TimeUnit.MICROSECONDS.toNanos(1));
            process.memory()
                    .writeLong(call.a1() + RUSAGE_RESIDENT, process.space().peakBytes() >> 10);
        }
        return 0;
    }

    /** A struct timespec as nanoseconds, or a negative number if it is none. */
    static long timespec(GuestProcess process, long address) throws BadAddress {
        long seconds = process.memory().readLong(address);
        long nanos = process.memory().readLong(address + Long.BYTES);
        if (seconds < 0 || nanos < 0 || nanos >= NANOS) {
            return Errors.EINVAL;
        }
        return seconds >= Long.MAX_VALUE / NANOS ? Long.MAX_VALUE : seconds * NANOS + nanos;
    }

    private static long nanosleep(GuestProcess process, Event.Call call) throws BadAddress {
        long nanos = timespec(process, call.a0());
        return nanos < 0 ? nanos : sleep(process, nanos, call.a1());
    }

    private static long clockNanosleep(GuestProcess process, Event.Call call) throws BadAddress {
        int clock = (int) call.a0();
        if (!isClock(clock) || clock == CLOCK_THREAD_CPUTIME_ID) {
            return Errors.EINVAL;
        }
        long until = timespec(process, call.a2());
        boolean absolute = (call.a1() & TIMER_ABSTIME) != 0;
        if (until < 0) {
            return until;
        }
        return absolute
                ? sleep(process, Math.max(0, until - nanosOf(process, clock)), 0)
                : sleep(process, until, call.a3());
    }

    /** @param rest where to write what was left when a signal came; 0 for nowhere */
    private static long sleep(GuestProcess process, long nanos, long rest) throws BadAddress {
        long point = point(process, nanos);
        if (process.waiting().until(() -> false, point) != Waiting.Woken.SIGNAL) {
            return 0;
        }
        if (rest != 0) {
            write(process, rest, Math.max(0, point - process.clock().monotonicNanos()), 1);
        }
        return Errors.EINTR;
    }

    /** How long until a point of a clock; 0 when it is past. */
    static long until(GuestProcess process, long pointNanos, boolean wall) {
        return Math.max(0, pointNanos - nanosOf(process, wall ? CLOCK_REALTIME : CLOCK_MONOTONIC));
    }
}
