package dev.airlock.cli;

import java.util.concurrent.CountDownLatch;

/** What stays running until the process is told to end, and is closed in order before it does. */
final class UntilEnd implements AutoCloseable {
    private final CountDownLatch down = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** From now on an end of the process waits until this is closed; declare it before what has to be closed in order. */
    UntilEnd() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("airlock-down").unstarted(() -> {
                    down.countDown();
                    awaitStopped();
                }));
    }

    /** Returns when the process is to end. */
    void await() throws InterruptedException {
        down.await();
    }

    private void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
