package dev.airlock.microvm;

/** Watches the system calls of one run. */
@FunctionalInterface
public interface Monitor {
    /**
     * Called before each call is answered, from the delivery of the payload on, on the run's thread. An exception ends
     * the run as faulted.
     */
    Judgement judge(SyscallCall call);
}
