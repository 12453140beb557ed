package dev.airlock.microvm.personality;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import java.lang.foreign.MemorySegment;

/** What eventfd opens: a number that is added to and taken. */
final class EventCounter implements Channel {
    /** One below the largest, which means overflow. */
    private static final long MOST = -2L;

    private final boolean oneByOne;
    private long value;
    private long changes;

    /** @param oneByOne EFD_SEMAPHORE */
    EventCounter(long value, boolean oneByOne) {
        this.value = value;
        this.oneByOne = oneByOne;
    }

    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) throws BadAddress {
        if (into.remaining() < Long.BYTES) {
            return Errors.EINVAL;
        }
        if (value == 0) {
            return by.waits() ? process.waiting().forSignal(() -> value != 0) : Errors.EAGAIN;
        }
        into.checkWritable(Long.BYTES);
        long taken = oneByOne ? 1 : value;
        into.put(MemorySegment.ofArray(new long[] {taken}));
        value -= taken;
        changes++;
        return Long.BYTES;
    }

    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) throws BadAddress {
        if (from.remaining() < Long.BYTES) {
            return Errors.EINVAL;
        }
        byte[] bytes = from.take(Long.BYTES);
        if (bytes.length < Long.BYTES) {
            return Errors.EINVAL;
        }
        long added = MemorySegment.ofArray(bytes).get(JAVA_LONG_UNALIGNED, 0);
        if (added == -1) {
            return Errors.EINVAL;
        }
        if (Long.compareUnsigned(added, MOST - value) > 0) {
            return by.waits() ? process.waiting().forSignal(() -> false) : Errors.EAGAIN;
        }
        value += added;
        changes++;
        return Long.BYTES;
    }

    @Override
    public int readiness(GuestProcess process) {
        return (value != 0 ? IN : 0) | (value != MOST ? OUT : 0);
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public Channel copy(Copies copies) {
        EventCounter copy = new EventCounter(value, oneByOne);
        copy.changes = changes;
        return copy;
    }
}
