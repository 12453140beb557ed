package dev.airlock.gateway.mux;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the listeners of a process go: they take nothing more, wait for a while until what they took is answered, and then close their connections. A
 * connection that is closed then is no client that has gone away, so nothing is cancelled for it. Any thread.
 */
public final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
    /** Handing on takes a moment: a decision, or the disk. */
    private static final Duration END = Duration.ofSeconds(5);

    private final long drainNanos;
    private int underWay;
    private boolean begun;
    private long end;
    private volatile boolean closing;

    /** @param drain how long it waits at most */
    Departure(Duration drain) {
        this.drainNanos = drain.toNanos();
    }

    /** A wish is taken, and has no answer yet. */
    public synchronized void took() {
        underWay++;
    }

    /** It has been sent its answer, or nobody is there to be sent one. */
    public synchronized void answered() {
        underWay--;
        notifyAll();
    }

    /** How many wishes have no answer yet. */
    synchronized int underWay() {
        return underWay;
    }

    /** Whether nothing more is taken. */
    public synchronized boolean begun() {
        return begun;
    }

    /** From now on nothing more is taken. Blocks until all is answered, or its time is over, which begins with the first call. */
    public synchronized void drain() {
        if (!begun) {
            begun = true;
            end = System.nanoTime() + drainNanos;
        }
        try {
            for (long left = left(); underWay > 0 && left > 0; left = left()) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long left() {
        return (end - System.nanoTime()) / 1_000_000;
    }

    /** Lets those end who hand wishes on. They are never interrupted, since one of them may be writing to the lane's journal. */
    public static void end(ExecutorService submitters) {
        submitters.shutdown();
        try {
            if (!submitters.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("listener=closed; wishes are still on their way to the lane, which refuses them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on it is the listeners that close connections. */
    public void closes() {
        closing = true;
    }

    /** Whether it is the listeners that close connections. */
    public boolean closing() {
        return closing;
    }
}
