package dev.airlock.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C while a command waits for a token: something is done about the run, and the process ends when the command has told what became of
 * it, or after ten seconds.
 */
final class Interruption implements AutoCloseable {
    private static final Duration END_MAX = Duration.ofSeconds(10);

    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("airlock-interrupted").unstarted(this::interrupted);
    private volatile Optional<Runnable> act = Optional.empty();

    private Interruption() {}

    /** From here on Ctrl-C is waited for, until this is closed. */
    static Interruption watched() {
        var interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** What is to be done then. */
    void act(Runnable what) {
        act = Optional.of(what);
    }

    private void interrupted() {
        if (act.isEmpty()) {
            return;
        }
        act.get().run();
        try {
            var _ = told.await(END_MAX.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        told.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook knows that all is told.
        }
    }
}
