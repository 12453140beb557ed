package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.linux.PipeEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Our ends of a container's pipes, and one by which other threads wake whoever waits for them. */
final class Channels implements AutoCloseable {
    private static final byte[] ONE = {1};
    private static final int PIPES = 4;

    final PipeEnd in;
    final PipeEnd out;
    final PipeEnd err;
    final PipeEnd.Pair wake;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Channels(PipeEnd in, PipeEnd out, PipeEnd err, PipeEnd.Pair wake) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.wake = wake;
    }

    /** What starts a program with its ends of the three pipes. */
    interface Starter<T, E extends Exception> {
        T start(PipeEnd in, PipeEnd out, PipeEnd err) throws E;
    }

    /** Where pipes come from. */
    interface Pipes {
        PipeEnd.Pair make() throws Errno;
    }

    /** Both. */
    record Started<T>(T program, Channels channels) {}

    /** Makes the pipes and has a program started with them. */
    static <T, E extends Exception> Started<T> start(Starter<T, E> starter) throws Errno, E {
        return start(starter, PipeEnd::pipe);
    }

    /** Where there is no descriptor left for the last pipe, those before it are closed. */
    static <T, E extends Exception> Started<T> start(Starter<T, E> starter, Pipes pipes) throws Errno, E {
        List<PipeEnd.Pair> made = new ArrayList<>();
        boolean started = false;
        try {
            while (made.size() < PIPES) {
                made.add(pipes.make());
            }
            PipeEnd.Pair in = made.get(0);
            PipeEnd.Pair out = made.get(1);
            PipeEnd.Pair err = made.get(2);
            T program = starter.start(in.reads(), out.writes(), err.writes());
            in.reads().close();
            out.writes().close();
            err.writes().close();
            started = true;
            return new Started<>(program, new Channels(in.writes(), out.reads(), err.reads(), made.get(3)));
        } finally {
            if (!started) {
                made.forEach(PipeEnd.Pair::close);
            }
        }
    }

    /** Wakes whoever waits; from any thread, and harmless when nobody does. */
    void rouse() {
        synchronized (closed) {
            if (!closed.get()) {
                try {
                    var _ = wake.writes().write(ONE, 0);
                } catch (Errno e) {
                    throw new IllegalStateException("a pipe of ours is broken", e);
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (closed) {
            if (closed.compareAndSet(false, true)) {
                in.close();
                out.close();
                err.close();
                wake.close();
            }
        }
    }
}
