package dev.airlock.gateway.mux;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of wishes a process holds for all its clients together: those of frames and bodies that are not whole yet, and of those that are
 * not answered yet. What nobody vouches for leaves a quarter to this machine's user. Any thread.
 */
public final class ByteBudget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most bytes at a time */
    ByteBudget(long most) {
        this.most = most;
    }

    /** A quarter of what the heap may grow to. */
    static ByteBudget ofThisProcess() {
        return new ByteBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /** How many are held now. */
    public long held() {
        return held.get();
    }

    private boolean take(long bytes, boolean local) {
        long bound = local ? most : most - most / 4;
        if (held.addAndGet(bytes) <= bound) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /**
     * Nothing yet, for somebody's bytes.
     *
     * @param local whether it is for this machine's user
     */
    public Portion portion(boolean local) {
        return new Portion(local);
    }

    /** What one of them holds. One thread at a time. */
    public final class Portion {
        private final boolean local;
        private long bytes;

        private Portion(boolean local) {
            this.local = local;
        }

        /** Whether it may hold so many from now on; if not, it holds what it did. */
        public boolean resize(long wanted) {
            if (wanted > bytes && !take(wanted - bytes, local)) {
                return false;
            }
            if (wanted < bytes) {
                held.addAndGet(wanted - bytes);
            }
            bytes = wanted;
            return true;
        }

        /** It holds nothing any more. */
        public void end() {
            resize(0);
        }
    }
}
