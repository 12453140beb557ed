package dev.airlock.bench;

import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.SyscallCall;

/** Notes when a guest first leaves its machine: the first call is the delivery of the payload, before it runs. */
final class FirstExit implements Monitor {
    private int calls;
    private volatile long nanos;

    @Override
    public Judgement judge(SyscallCall call) {
        if (calls++ == 1) {
            nanos = System.nanoTime();
        }
        return GuestRows.ALLOW;
    }

    @Override
    public boolean readsClocksUnasked() {
        return true;
    }

    /** When that was, by {@link System#nanoTime}. */
    long nanos() {
        return nanos;
    }
}
