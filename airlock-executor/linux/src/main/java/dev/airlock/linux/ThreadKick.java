package dev.airlock.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Gets one thread out of {@code KVM_RUN} from outside, without a race and without a signal handler.
 *
 * <p>The signal stays blocked on the thread and is let through by KVM alone ({@link Vcpu#letAllSignalsInterrupt}). A
 * kick that comes before {@code KVM_RUN} stays pending and ends that call at once. Open and close on the thread to be
 * kicked, a platform thread; {@link #fire} from any thread.
 */
public final class ThreadKick implements AutoCloseable {
    /** A real-time signal that neither glibc (32, 33) nor the JVM uses. */
    private static final int SIGNAL = 40;

    private static final int TIMESPEC_BYTES = 16;

    private final int process = Signals.getpid();
    private final int thread = Signals.gettid();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment set = Signals.setOf(SIGNAL, arena);
    private final MemorySegment before = arena.allocate(Signals.SIGSET);
    private final MemorySegment noTime = arena.allocate(TIMESPEC_BYTES, ValueLayout.JAVA_LONG.byteAlignment());
    private boolean over;

    private ThreadKick() throws Errno {
        Signals.block(set, before);
    }

    /** Makes the calling thread one that can be kicked. */
    public static ThreadKick open() throws Errno {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no kernel thread of its own to kick");
        }
        return new ThreadKick();
    }

    /** Kicks the thread, unless this kick is closed already. */
    public synchronized void fire() {
        if (over) {
            return;
        }
        try {
            Signals.tgkill(process, thread, SIGNAL);
        } catch (Errno e) {
            throw new AssertionError("our own thread cannot be kicked", e);
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

    /** After this no kick comes, none is pending, and the thread's signal mask is what it was. */
    @Override
    public void close() throws Errno {
        synchronized (this) {
            over = true;
        }
        try (arena) {
            take();
            Signals.restore(before);
        }
    }
}
