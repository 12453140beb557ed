package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import java.lang.foreign.MemorySegment;

/** What timerfd_create opens: how often a timer has run out. */
final class TimerChannel implements Channel {
    final Countdown countdown = new Countdown();
    final boolean wall;
    private long expired;
    private long changes;

    TimerChannel(boolean wall) {
        this.wall = wall;
    }

    /** Takes note of what ran out until now. */
    void look(long now) {
        long more = countdown.take(now);
        expired += more;
        changes += more;
    }

    /** What ran out before counts no more. */
    void forget() {
        expired = 0;
    }

    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) throws BadAddress {
        if (into.remaining() < Long.BYTES) {
            return Errors.EINVAL;
        }
        look(process.clock().monotonicNanos());
        if (expired == 0) {
            if (!by.waits()) {
                return Errors.EAGAIN;
            }
            long woken = process.waiting().forSignal(() -> (readiness(process) & IN) != 0);
            if (expired == 0) {
                return woken;
            }
        }
        into.checkWritable(Long.BYTES);
        into.put(MemorySegment.ofArray(new long[] {expired}));
        expired = 0;
        return Long.BYTES;
    }

    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) {
        return Errors.EINVAL;
    }

    @Override
    public int readiness(GuestProcess process) {
        look(process.clock().monotonicNanos());
        return expired > 0 ? IN : 0;
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public Channel copy(Copies copies) {
        TimerChannel copy = new TimerChannel(wall);
        copy.countdown.set(countdown.next(), countdown.interval());
        copy.expired = expired;
        copy.changes = changes;
        return copy;
    }
}
