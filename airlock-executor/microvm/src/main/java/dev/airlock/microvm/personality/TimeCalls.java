package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.time.Instant;
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

    private static boolean isWall(int clock) {
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

    private static long nanosOf(GuestProcess process, int clock) {
        if (!isWall(clock)) {
            return process.clock().monotonicNanos();
        }
        Instant now = process.clock().realtime();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), NANOS), now.getNano());
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
        write(process, call.a1(), nanosOf(process, (int) call.a0()), 1);
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
        long ticks = process.clock().monotonicNanos() / (NANOS / TICKS_PER_SECOND);
        if (call.a0() != 0) {
            process.memory().write(call.a0(), new byte[TMS_BYTES]);
            process.memory().writeLong(call.a0(), ticks);
        }
        return ticks;
    }

    /** User time is all the time there was; the rest is zero. */
    private static long getrusage(GuestProcess process, Event.Call call) throws BadAddress {
        process.memory().write(call.a1(), new byte[RUSAGE_BYTES]);
        write(process, call.a1(), process.clock().monotonicNanos(), TimeUnit.MICROSECONDS.toNanos(1));
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
        return sleep(process, timespec(process, call.a0()));
    }

    private static long clockNanosleep(GuestProcess process, Event.Call call) throws BadAddress {
        int clock = (int) call.a0();
        if (!isClock(clock) || clock == CLOCK_THREAD_CPUTIME_ID) {
            return Errors.EINVAL;
        }
        long until = timespec(process, call.a2());
        boolean absolute = (call.a1() & TIMER_ABSTIME) != 0;
        return sleep(process, until < 0 || !absolute ? until : Math.max(0, until - nanosOf(process, clock)));
    }

    private static long sleep(GuestProcess process, long nanos) {
        if (nanos < 0) {
            return nanos;
        }
        process.clock().sleep(nanos);
        return 0;
    }

    /** How long until a point of a clock; 0 when it is past. */
    static long until(GuestProcess process, long pointNanos, boolean wall) {
        return Math.max(0, pointNanos - nanosOf(process, wall ? CLOCK_REALTIME : CLOCK_MONOTONIC));
    }
}
