package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/** poll, ppoll, select, pselect6. */
final class PollCalls {
    private static final int INVALID = 0x20;
    private static final int ALWAYS = Channel.ERROR | Channel.HANG_UP | INVALID;

    /** POLLRDNORM and POLLWRNORM say the same as POLLIN and POLLOUT. */
    private static final int READ_NORMAL = 0x40;

    private static final int WRITE_NORMAL = 0x100;

    /** struct pollfd: descriptor, events, returned events. */
    private static final int POLLFD_BYTES = 8;

    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private static final int BITS = Long.SIZE;
    private static final int SETS = 3;

    private PollCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.POLL, (process, call) -> poll(process, call, millis(call.a2())));
        table.put(Numbers.PPOLL, PollCalls::ppoll);
        table.put(Numbers.SELECT, (process, call) -> select(process, call, timeoutAt(process, call.a4(), MICRO)));
        table.put(Numbers.PSELECT6, PollCalls::pselect);
    }

    private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);

    /** As poll counts: negative is for ever. */
    static long millis(long timeout) {
        int millis = (int) timeout;
        return millis < 0 ? Countdown.NEVER : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Seconds and a part of a second in {@code unit} nanoseconds each; no address means for ever. */
    static long timeoutAt(GuestProcess process, long address, long unit) throws BadAddress {
        if (address == 0) {
            return Countdown.NEVER;
        }
        long seconds = process.memory().readLong(address);
        long part = process.memory().readLong(address + Long.BYTES);
        if (seconds < 0 || part < 0 || part >= TimeUnit.SECONDS.toNanos(1) / unit) {
            return Errors.EINVAL;
        }
        return TimeCalls.sum(TimeUnit.SECONDS.toNanos(seconds), part * unit);
    }

    /** Puts another signal mask in place for the call under way, if it names one; a negative errno if it cannot. */
    static long maskFor(GuestProcess process, long address, long bytes) throws BadAddress {
        if (address == 0) {
            return 0;
        }
        if (bytes != SignalCalls.SIGSET_BYTES) {
            return Errors.EINVAL;
        }
        process.signals().maskForOneCall(process.memory().readLong(address));
        return 0;
    }

    private static long ppoll(GuestProcess process, Event.Call call) throws BadAddress {
        long nanos = timeoutAt(process, call.a2(), 1);
        long error = nanos < 0 ? nanos : maskFor(process, call.a3(), call.a4());
        return error < 0 ? error : poll(process, call, nanos);
    }

    private static long poll(GuestProcess process, Event.Call call, long nanos) throws BadAddress {
        int count = (int) call.a1();
        if (nanos < 0 || count < 0 || count > Descriptors.MOST) {
            return Errors.EINVAL;
        }
        byte[] asked = process.memory().read(call.a0(), (long) count * POLLFD_BYTES);
        process.memory().checkWritable(call.a0(), asked.length);
        ByteBuffer records = ByteBuffer.wrap(asked).order(ByteOrder.LITTLE_ENDIAN);
        Waiting.Woken woken =
                process.waiting().until(() -> look(process, records, count) > 0, TimeCalls.point(process, nanos));
        if (woken == Waiting.Woken.SIGNAL) {
            return Errors.EINTR;
        }
        int ready = look(process, records, count);
        process.memory().write(call.a0(), asked);
        return ready;
    }

    private static int look(GuestProcess process, ByteBuffer records, int count) {
        int ready = 0;
        for (int i = 0; i < count; i++) {
            int at = i * POLLFD_BYTES;
            int number = records.getInt(at);
            int wanted = records.getShort(at + EVENTS);
            int got = number < 0 ? 0 : readiness(process, number) & (wanted | ALWAYS);
            records.putShort(at + REVENTS, (short) got);
            ready += got == 0 ? 0 : 1;
        }
        return ready;
    }

    private static int readiness(GuestProcess process, int number) {
        Description file = process.descriptors().at(number).orElse(null);
        if (file == null) {
            return INVALID;
        }
        int state = file.channel.readiness(process);
        return state | ((state & Channel.IN) != 0 ? READ_NORMAL : 0) | ((state & Channel.OUT) != 0 ? WRITE_NORMAL : 0);
    }

    private static long pselect(GuestProcess process, Event.Call call) throws BadAddress {
        long nanos = timeoutAt(process, call.a4(), 1);
        if (nanos >= 0 && call.a5() != 0) {
            long mask = process.memory().readLong(call.a5());
            long error = maskFor(process, mask, process.memory().readLong(call.a5() + Long.BYTES));
            nanos = error < 0 ? error : nanos;
        }
        return select(process, call, nanos);
    }

    private static long select(GuestProcess process, Event.Call call, long nanos) throws BadAddress {
        int count = (int) call.a0();
        if (nanos < 0 || count < 0) {
            return Errors.EINVAL;
        }
        int known = Math.min(count, Descriptors.MOST);
        int words = (known + BITS - 1) / BITS;
        long[] addresses = {call.a1(), call.a2(), call.a3()};
        long[][] asked = new long[SETS][words];
        for (int set = 0; set < SETS; set++) {
            for (int word = 0; word < words && addresses[set] != 0; word++) {
                asked[set][word] = process.memory().readLong(addresses[set] + (long) word * Long.BYTES);
            }
        }
        long[][] ready = new long[SETS][words];
        if (look(process, asked, ready, known) < 0) {
            return Errors.EBADF;
        }
        Waiting.Woken woken =
                process.waiting().until(() -> look(process, asked, ready, known) > 0, TimeCalls.point(process, nanos));
        if (woken == Waiting.Woken.SIGNAL) {
            return Errors.EINTR;
        }
        for (int set = 0; set < SETS; set++) {
            for (int word = 0; word < words && addresses[set] != 0; word++) {
                process.memory().writeLong(addresses[set] + (long) word * Long.BYTES, ready[set][word]);
            }
        }
        return Math.max(0, look(process, asked, ready, known));
    }

    /** Sets the bits of ready descriptors and counts them; -1 if one is not open. */
    private static long look(GuestProcess process, long[][] asked, long[][] ready, int count) {
        int[] wanted = {Channel.IN | Channel.HANG_UP | Channel.ERROR, Channel.OUT | Channel.ERROR, 0};
        long found = 0;
        for (int set = 0; set < SETS; set++) {
            for (int number = 0; number < count; number++) {
                long bit = 1L << number % BITS;
                if ((asked[set][number / BITS] & bit) == 0) {
                    continue;
                }
                int state = readiness(process, number);
                if (state == INVALID) {
                    return -1;
                }
                boolean is = (state & wanted[set]) != 0;
                ready[set][number / BITS] = is ? ready[set][number / BITS] | bit : ready[set][number / BITS] & ~bit;
                found += is ? 1 : 0;
            }
        }
        return found;
    }
}
