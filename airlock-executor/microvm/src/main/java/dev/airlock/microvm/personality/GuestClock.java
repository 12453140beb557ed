package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.ClockPage;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What time it is for a guest. Its monotonic clock starts with the guest and tells nothing of the host's. */
public final class GuestClock {
    /** Where time comes from. */
    public interface Source {
        /** As {@link System#nanoTime}. */
        long nanos();

        Instant wall();

        /** Waits about so long. */
        void park(long nanos);
    }

    private static final Source HOST = new Source() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant wall() {
            return Instant.now();
        }

        @Override
        public void park(long nanos) {
            LockSupport.parkNanos(nanos);
        }
    };

    private final Source source;
    private final long startNanos;
    private final long deadlineNanos;
    private final long sinceNanos;
    private final long processorBefore;
    private final Tape tape;
    private Optional<OwnReadings> own = Optional.empty();
    private long slept;
    /** Whose guest it is: it waits on this thread. */
    private final Thread thread = Thread.currentThread();

    private volatile boolean roused;

    private GuestClock(
            Source source, long startNanos, long deadlineNanos, long sinceNanos, long processorBefore, Tape tape) {
        this.source = source;
        this.startNanos = startNanos;
        this.deadlineNanos = deadlineNanos;
        this.sinceNanos = sinceNanos;
        this.processorBefore = processorBefore;
        this.tape = tape;
    }

    /** A clock that starts now, for a guest that has until {@code deadlineNanos} on {@link System#nanoTime}. */
    public static GuestClock starting(long deadlineNanos) {
        return starting(deadlineNanos, Tape.fresh());
    }

    /** The same with a tape. */
    public static GuestClock starting(long deadlineNanos, Tape tape) {
        return over(HOST, deadlineNanos, tape);
    }

    /** A clock over some other time than the host's. */
    public static GuestClock over(Source source, long deadlineNanos) {
        return over(source, deadlineNanos, Tape.fresh());
    }

    /** The same with a tape on which all that the guest is shown of it is, or comes. */
    public static GuestClock over(Source source, long deadlineNanos, Tape tape) {
        long now = source.nanos();
        return new GuestClock(source, now, deadlineNanos, now, 0, tape);
    }

    /** A clock that starts {@code ageNanos} ago, for a guest that saw that much of it: it does not go back. Its guest's time is over. */
    static GuestClock aged(long ageNanos) {
        long now = HOST.nanos();
        return new GuestClock(HOST, now - ageNanos, now, now, 0, Tape.fresh());
    }

    /** The same clock with another deadline and tape; what the guest has used of a processor counts from now on. */
    GuestClock until(long otherDeadlineNanos, Tape other) {
        return new GuestClock(source, startNanos, otherDeadlineNanos, source.nanos(), 0, other);
    }

    /** The guest reads this clock by itself from now on, where it can. */
    void shareBy(ClockPage page, int tscKhz) {
        own = Optional.of(OwnReadings.begin(page, tape, tscKhz));
    }

    /** The guest goes on now and shall not need to ask what time it is; whether its counter is to be taken for that. */
    boolean tell() {
        return own.isPresent() && own.get().tell(source.nanos() - startNanos, wall());
    }

    /** Puts what the guest has read by itself by now onto the tape. */
    public void settle() {
        own.ifPresent(readings -> readings.settle(source.nanos() - startNanos));
    }

    /** The guest's call for the time is being answered. */
    void answered() {
        own.ifPresent(readings -> readings.answered(source.nanos() - startNanos, wall()));
    }

    /** The guest's own arithmetic may have been ahead of this clock, which does not go back for that. */
    private long notBefore(long monotonic) {
        return own.isPresent() && !tape.isPlaying() ? Math.max(monotonic, tape.last(Tape.Dial.MONOTONIC)) : monotonic;
    }

    private long wall() {
        Instant now = source.wall();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private long reading(Tape.Dial dial, long now) {
        settle();
        long shown = tape.reading(dial, dial == Tape.Dial.MONOTONIC ? notBefore(now) : now);
        own.ifPresent(OwnReadings::toldByCall);
        return shown;
    }

    /** What is on it, or comes. */
    public Tape tape() {
        return tape;
    }

    /** The wall clock at this moment. */
    Instant realtime() {
        return Instant.ofEpochSecond(0, wallNanos());
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z, until the year 2262. */
    long wallNanos() {
        return reading(Tape.Dial.WALL, wall());
    }

    long monotonicNanos() {
        return reading(Tape.Dial.MONOTONIC, source.nanos() - startNanos);
    }

    /** Time in which the guest was not waiting. */
    long processorNanos() {
        return reading(Tape.Dial.PROCESSOR, processorBefore + source.nanos() - sinceNanos - slept);
    }

    /** Whether the guest's time is over. */
    public boolean isOver() {
        return source.nanos() - deadlineNanos >= 0;
    }

    /** Ends the wait under way, and every other until {@link #calm}: somebody wants to look at the guest. Any thread. */
    public void rouse() {
        roused = true;
        LockSupport.unpark(thread);
    }

    /** It was looked at, and goes on. */
    public void calm() {
        roused = false;
    }

    boolean isRoused() {
        return roused;
    }

    /** Waits so long, but not while its tape is played, or until the deadline or {@link #rouse}; an interrupt of the host's thread does not shorten a guest's sleep. */
    void sleep(long nanos) {
        if (tape.isPlaying()) {
            return;
        }
        long now = source.nanos();
        long most = Math.min(Math.max(nanos, 0), Math.max(deadlineNanos - now, 0));
        boolean interrupted = false;
        while (source.nanos() - now < most && !roused) {
            source.park(most - (source.nanos() - now));
            interrupted |= Thread.interrupted();
        }
        slept += source.nanos() - now;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
