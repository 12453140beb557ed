package dev.airlock.microvm;

/** Watches the system calls of one run. */
@FunctionalInterface
public interface Monitor {
    /**
     * Called before each call is answered, from the delivery of the payload on, on the run's thread. An exception ends
     * the run as faulted.
     */
    Judgement judge(SyscallCall call);

    /**
     * Whether the guest may read its clocks without a call that is judged, as a program on Linux does. Asked once, before {@link #begins}; if not,
     * every reading is a {@code clock_gettime} like any other.
     */
    default boolean readsClocksUnasked() {
        return false;
    }

    /**
     * Called once on the run's thread, before the guest goes on.
     *
     * @param kick gets the guest out of a loop without system calls and out of a sleep, so that {@link #interrupted} is asked; from any thread, and
     *     harmless once the run is over
     */
    default void begins(Runnable kick) {}

    /**
     * Told of what the guest wrote to descriptors 1 and 2, as far as it is kept, on the run's thread before the guest goes on. To return
     * late holds the guest up, and an exception ends the run as faulted.
     *
     * @param error whether it was descriptor 2
     * @param bytes the monitor's own from here on
     */
    default void wrote(boolean error, byte[] bytes) {}

    /** Allows every call, and clocks to be read without one: for programs of one's own. */
    static Monitor permissive() {
        return new Monitor() {
            @Override
            public Judgement judge(SyscallCall call) {
                return new Judgement.Allow();
            }

            @Override
            public boolean readsClocksUnasked() {
                return true;
            }
        };
    }

    /** Called on the run's thread after a kick; it may also come without one. */
    default Judgement interrupted() {
        return new Judgement.Allow();
    }
}
