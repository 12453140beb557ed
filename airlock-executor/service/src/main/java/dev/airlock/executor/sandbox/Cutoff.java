package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.Offence;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Ends one run from outside. Safe for any thread; the first reason stays. */
public final class Cutoff {
    private final AtomicReference<Offence> reason = new AtomicReference<>();
    private final AtomicReference<Runnable> kick = new AtomicReference<>(() -> {});

    /** Ends the run: at its next system call, and at once where the sandbox can interrupt its guest. */
    public void end(Offence because) {
        if (reason.compareAndSet(null, because)) {
            kick.get().run();
        }
    }

    /** Why the run is to end; empty while it may go on. */
    public Optional<Offence> reason() {
        return Optional.ofNullable(reason.get());
    }

    /** How a guest that makes no system call is interrupted; done at once if the run is to end already. */
    void interruptedBy(Runnable guest) {
        kick.set(guest);
        if (reason.get() != null) {
            guest.run();
        }
    }
}
