package dev.airlock.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Gets one thread out of {@code KVM_RUN} from outside, without a race and without a signal handler.
 *
 * <p>The signal stays blocked on the thread and is let through by KVM alone ({@link Vcpu#letAllSignalsInterrupt}). A
 * kick that comes before {@code KVM_RUN} stays pending and ends that call at once. Open and close on the thread to be
 * kicked, a platform thread; any number may be open there, one turn of them at a time. {@link Turn#fire} from any thread.
 */
public final class ThreadKick implements AutoCloseable {
    /** A real-time signal that neither glibc (32, 33) nor the JVM uses. */
    private static final int SIGNAL = 40;

    private static final int TIMESPEC_BYTES = 16;

    private static final ThreadLocal<Blocking> BLOCKING = ThreadLocal.withInitial(Blocking::new);

    private final int process = Signals.getpid();
    private final int thread = Signals.gettid();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment set = Signals.setOf(SIGNAL, arena);
    private final MemorySegment noTime = arena.allocate(TIMESPEC_BYTES, ValueLayout.JAVA_LONG.byteAlignment());
    private final Blocking blocking = BLOCKING.get();

    /** How many are open on a thread, and its mask before the first. */
    private static final class Blocking {
        final MemorySegment before = Arena.ofAuto().allocate(Signals.SIGSET);
        int open;
    }

    private ThreadKick() throws Errno {
        if (blocking.open == 0) {
            Signals.block(set, blocking.before);
        }
        blocking.open++;
    }

    /** The time in which somebody may kick the thread for one reason. Begun and closed on that thread. */
    public final class Turn implements AutoCloseable {
        private boolean over;

        private Turn() {}

        /** Kicks the thread, unless this turn is over already. Any thread. */
        public synchronized void fire() {
            if (!over) {
                kick();
            }
        }

        /** {@link ThreadKick#take}. */
        public boolean take() throws Errno {
            return ThreadKick.this.take();
        }

        /** After this no kick of this turn comes, and none is pending. */
        @Override
        public void close() throws Errno {
            synchronized (this) {
                over = true;
            }
            take();
        }
    }

    /** Kicks may come until the turn is closed. */
    public Turn turn() {
        return new Turn();
    }

    /** Makes the calling thread one that can be kicked. */
    public static ThreadKick open() throws Errno {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no kernel thread of its own to kick");
        }
        return new ThreadKick();
    }

    private void kick() {
        try {
            Signals.tgkill(process, thread, SIGNAL);
        } catch (Errno e) {
            throw new IllegalStateException(
                    "our own thread was not kicked", e); // EAGAIN: the user has too many signals pending
        }
    }

    /**
     * Takes kicks away that have come: one that stays pending would end every {@code KVM_RUN} to come at once. On the kicked
     * thread; whoever kicks must have said why before, and the caller looks for reasons afterwards, so that none is lost.
     *
     * @return whether one had come
     */
    public boolean take() throws Errno {
        boolean came = false;
        while (Signals.take(set, noTime)) {
            came = true;
        }
        return came;
    }

    /** Its turns are closed. None is pending, and after the last that was open the thread's signal mask is what it was. */
    @Override
    public void close() throws Errno {
        try (arena) {
            take();
            blocking.open--;
            if (blocking.open == 0) {
                Signals.restore(blocking.before);
            }
        }
    }
}
