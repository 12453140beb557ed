package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/** Waiting: futex, poll, select. There is one thread, so whoever waits without a time limit waits for the deadline. */
final class WaitCalls {
    // include/uapi/linux/futex.h, v6.12.
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final int FUTEX_WAIT_BITSET = 9;
    private static final int FUTEX_WAKE_BITSET = 10;
    private static final int FUTEX_PRIVATE_FLAG = 128;
    private static final int FUTEX_CLOCK_REALTIME = 256;

    // include/uapi/asm-generic/poll.h, v6.12.
    private static final int POLLIN = 0x01;
    private static final int POLLOUT = 0x04;
    private static final int POLLNVAL = 0x20;
    /** struct pollfd: descriptor, events, returned events. */
    private static final int POLLFD_BYTES = 8;

    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private static final int BITS = Long.SIZE;
    private static final int SETS = 3;

    private WaitCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.FUTEX, WaitCalls::futex);
        table.put(Numbers.SCHED_YIELD, (_, _) -> 0);
        table.put(Numbers.POLL, (process, call) -> poll(process, call, millis(call.a2())));
        table.put(Numbers.PPOLL, (process, call) -> poll(process, call, timeoutAt(process, call.a2(), 1)));
        table.put(
                Numbers.SELECT,
                (process, call) ->
                        select(process, call, timeoutAt(process, call.a4(), TimeUnit.MICROSECONDS.toNanos(1))));
        table.put(Numbers.PSELECT6, (process, call) -> select(process, call, timeoutAt(process, call.a4(), 1)));
    }

    private static long futex(GuestProcess process, Event.Call call) throws BadAddress {
        int operation = (int) call.a1() & ~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME);
        return switch (operation) {
            case FUTEX_WAKE, FUTEX_WAKE_BITSET -> 0;
            case FUTEX_WAIT, FUTEX_WAIT_BITSET -> futexWait(process, call, operation == FUTEX_WAIT_BITSET);
            default -> Errors.ENOSYS;
        };
    }

    private static long futexWait(GuestProcess process, Event.Call call, boolean absolute) throws BadAddress {
        if (call.a0() % Integer.BYTES != 0) {
            return Errors.EINVAL;
        }
        if (process.memory().readInt(call.a0()) != (int) call.a2()) {
            return Errors.EAGAIN;
        }
        if (call.a3() == 0) {
            process.clock().sleepForEver();
            return Errors.ETIMEDOUT;
        }
        long time = TimeCalls.timespec(process, call.a3());
        if (time < 0) {
            return time;
        }
        boolean wall = (call.a1() & FUTEX_CLOCK_REALTIME) != 0;
        process.clock().sleep(absolute ? TimeCalls.until(process, time, wall) : time);
        return Errors.ETIMEDOUT;
    }

    private static long millis(long timeout) {
        int millis = (int) timeout;
        return millis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Seconds and a part of a second in {@code unit} nanoseconds each; no address means for ever. */
    private static long timeoutAt(GuestProcess process, long address, long unit) throws BadAddress {
        if (address == 0) {
            return Long.MAX_VALUE;
        }
        long seconds = process.memory().readLong(address);
        long part = process.memory().readLong(address + Long.BYTES);
        if (seconds < 0 || part < 0 || part >= TimeUnit.SECONDS.toNanos(1) / unit) {
            return Errors.EINVAL;
        }
        long whole = TimeUnit.SECONDS.toNanos(seconds);
        return whole == Long.MAX_VALUE ? whole : whole + part * unit;
    }

    private static long poll(GuestProcess process, Event.Call call, long nanos) throws BadAddress {
        int count = (int) call.a1();
        if (nanos < 0 || count < 0 || count > Descriptors.MOST) {
            return Errors.EINVAL;
        }
        byte[] asked = process.memory().read(call.a0(), (long) count * POLLFD_BYTES);
        process.memory().checkWritable(call.a0(), asked.length);
        ByteBuffer records = ByteBuffer.wrap(asked).order(ByteOrder.LITTLE_ENDIAN);
        int ready = 0;
        for (int i = 0; i < count; i++) {
            int at = i * POLLFD_BYTES;
            int number = records.getInt(at);
            int got = number < 0 ? 0 : readiness(process, number) & (records.getShort(at + EVENTS) | POLLNVAL);
            records.putShort(at + REVENTS, (short) got);
            ready += got == 0 ? 0 : 1;
        }
        process.memory().write(call.a0(), asked);
        if (ready == 0) {
            process.clock().sleep(nanos);
        }
        return ready;
    }

    /** Files never block, neither does the input; what is not open is never ready. */
    private static int readiness(GuestProcess process, int number) {
        return switch (process.descriptors().at(number).orElse(null)) {
            case null -> POLLNVAL;
            case OpenFile.Output _ -> POLLOUT;
            case OpenFile.Input _ -> POLLIN;
            case OpenFile.Reading _, OpenFile.Listing _ -> POLLIN | POLLOUT;
        };
    }

    private static long select(GuestProcess process, Event.Call call, long nanos) throws BadAddress {
        int count = (int) call.a0();
        if (nanos < 0 || count < 0) {
            return Errors.EINVAL;
        }
        long[] addresses = {call.a1(), call.a2(), call.a3()};
        int words = (Math.min(count, Descriptors.MOST) + BITS - 1) / BITS;
        long[][] sets = new long[SETS][words];
        for (int set = 0; set < SETS; set++) {
            for (int word = 0; word < words && addresses[set] != 0; word++) {
                sets[set][word] = process.memory().readLong(addresses[set] + (long) word * Long.BYTES);
            }
        }
        long ready = keepReady(process, sets, Math.min(count, Descriptors.MOST));
        if (ready < 0) {
            return ready;
        }
        for (int set = 0; set < SETS; set++) {
            for (int word = 0; word < words && addresses[set] != 0; word++) {
                process.memory().writeLong(addresses[set] + (long) word * Long.BYTES, sets[set][word]);
            }
        }
        if (ready == 0) {
            process.clock().sleep(nanos);
        }
        return ready;
    }

    /** Leaves only the bits of ready descriptors and counts them; EBADF if one is not open. */
    private static long keepReady(GuestProcess process, long[][] sets, int count) {
        int[] wanted = {POLLIN, POLLOUT, 0};
        long ready = 0;
        for (int set = 0; set < SETS; set++) {
            for (int number = 0; number < count; number++) {
                long bit = 1L << number % BITS;
                if ((sets[set][number / BITS] & bit) == 0) {
                    continue;
                }
                int state = readiness(process, number);
                if (state == POLLNVAL) {
                    return Errors.EBADF;
                }
                if ((state & wanted[set]) == 0) {
                    sets[set][number / BITS] &= ~bit;
                } else {
                    ready++;
                }
            }
        }
        return ready;
    }
}
