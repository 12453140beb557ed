package dev.airlock.microvm.personality;

import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;

/** The timers that send signals: those of setitimer and alarm, and those of timer_create. */
final class Alarms {
    /** ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF. */
    static final int INTERVAL_TIMERS = 3;

    /** Those of timer_create at one time. */
    static final int TIMERS_MAX = 32;

    private static final int[] INTERVAL_SIGNALS = {Signal.ALARM, Signal.VIRTUAL_ALARM, Signal.PROFILE};

    /** One of timer_create; {@code signal} 0 tells nobody. */
    static final class Timer {
        final Countdown countdown = new Countdown();
        final int signal;
        final long value;
        final boolean wall;
        long overrun;

        Timer(int signal, long value, boolean wall) {
            this.signal = signal;
            this.value = value;
            this.wall = wall;
        }
    }

    private final Countdown[] intervals = new Countdown[INTERVAL_TIMERS];
    private final Timer[] timers = new Timer[TIMERS_MAX];

    Alarms() {
        for (int i = 0; i < INTERVAL_TIMERS; i++) {
            intervals[i] = new Countdown();
        }
    }

    Alarms copy() {
        Alarms copy = new Alarms();
        for (int i = 0; i < INTERVAL_TIMERS; i++) {
            copy.intervals[i].set(intervals[i].next(), intervals[i].interval());
        }
        for (int i = 0; i < TIMERS_MAX; i++) {
            if (timers[i] != null) {
                copy.timers[i] = new Timer(timers[i].signal, timers[i].value, timers[i].wall);
                copy.timers[i].countdown.set(timers[i].countdown.next(), timers[i].countdown.interval());
            }
        }
        return copy;
    }

    void write(StateWriter into) {
        for (Countdown interval : intervals) {
            interval.write(into);
        }
        for (Timer timer : timers) {
            into.yes(timer != null);
            if (timer != null) {
                into.number(timer.signal);
                into.number(timer.value);
                into.yes(timer.wall);
                into.number(timer.overrun);
                timer.countdown.write(into);
            }
        }
    }

    /** What {@link #write} wrote. */
    static Alarms read(StateReader from) throws BadState {
        Alarms alarms = new Alarms();
        for (Countdown interval : alarms.intervals) {
            interval.read(from);
        }
        for (int i = 0; i < TIMERS_MAX; i++) {
            if (from.yes("whether a timer is there")) {
                int signal = from.whole("a timer's signal", 0, Signal.MOST);
                long value = from.number("a timer's value");
                Timer timer = new Timer(signal, value, from.yes("whether a timer is of the wall clock"));
                timer.overrun = from.number("a timer's overrun", 0, Long.MAX_VALUE);
                timer.countdown.read(from);
                alarms.timers[i] = timer;
            }
        }
        return alarms;
    }

    /** Real time for the first, processor time for the others. */
    Countdown interval(int which) {
        return intervals[which];
    }

    /** By id, or null. */
    Timer timer(int id) {
        return id >= 0 && id < TIMERS_MAX ? timers[id] : null;
    }

    /** Its id, or -1 when there are too many. */
    int add(Timer timer) {
        for (int id = 0; id < TIMERS_MAX; id++) {
            if (timers[id] == null) {
                timers[id] = timer;
                return id;
            }
        }
        return -1;
    }

    void remove(int id) {
        timers[id] = null;
    }

    /** Sends the signals of all that ran out; reads no clock while none is set. */
    void look(GuestProcess process) {
        boolean anySet = false;
        for (Countdown interval : intervals) {
            anySet |= interval.isSet();
        }
        for (Timer timer : timers) {
            anySet |= timer != null && timer.countdown.isSet();
        }
        if (anySet) {
            look(process, process.clock().monotonicNanos());
        }
    }

    /** Sends the signals of all that ran out until {@code now}, which is monotonic. */
    void look(GuestProcess process, long now) {
        for (int i = 0; i < INTERVAL_TIMERS; i++) {
            if (intervals[i].isSet()
                    && intervals[i].take(i == 0 ? now : process.clock().processorNanos()) > 0) {
                process.signals().raise(Signal.ofKernel(INTERVAL_SIGNALS[i]));
            }
        }
        for (Timer timer : timers) {
            long times = timer == null ? 0 : timer.countdown.take(now);
            if (times > 0) {
                timer.overrun = times - 1;
                if (timer.signal != 0) {
                    process.signals().raise(new Signal(timer.signal, Signal.SI_TIMER, timer.value));
                }
            }
        }
    }

    /** When the next one runs out that does so while the guest sleeps and changes anything by it, monotonic. */
    long nextWhileWaiting(SignalState signals) {
        long next = next(signals, 0);
        for (Timer timer : timers) {
            boolean counts = timer != null && timer.signal != 0 && signals.wouldMatter(timer.signal);
            next = counts ? Math.min(next, timer.countdown.next()) : next;
        }
        return next;
    }

    private long next(SignalState signals, int which) {
        return signals.wouldMatter(INTERVAL_SIGNALS[which]) ? intervals[which].next() : Countdown.NEVER;
    }

    /** In how many nanoseconds the next one runs out if the guest runs on; {@link Countdown#NEVER} for none. */
    long untilNext(GuestClock clock, SignalState signals) {
        long wall = nextWhileWaiting(signals);
        long processor = Math.min(next(signals, 1), next(signals, 2));
        long untilWall = wall == Countdown.NEVER ? wall : Math.max(0, wall - clock.monotonicNanos());
        long untilProcessor =
                processor == Countdown.NEVER ? processor : Math.max(0, processor - clock.processorNanos());
        return Math.min(untilWall, untilProcessor);
    }
}
