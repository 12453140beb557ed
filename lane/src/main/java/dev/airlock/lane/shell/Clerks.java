package dev.airlock.lane.shell;

import dev.airlock.lane.FastLane.Said;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where refusals are sealed and old tokens verified: what may wait for the disk, or for the lock of a chain that does, and has no slot to do so. Whoever asks
 * waits for nothing, and may be an event loop. Any thread.
 */
final class Clerks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clerks.class);
    static final Duration END = Duration.ofSeconds(2);

    /** Room in the journal that is set aside for refusals is not there for runs meanwhile. */
    private static final int PLACES = 4;

    private final Duration end;
    private final Semaphore places = new Semaphore(PLACES);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param end how long {@link #close} waits at most */
    Clerks(Duration end) {
        this.end = end;
    }

    /**
     * What is said once a refusal is on the disk, with a few others at a time; when the clerks have gone, that nothing was done.
     *
     * @param work sets room aside, seals and writes, and makes the disk take it if nobody else does; returns before that if somebody does
     */
    CompletionStage<Said> seal(Supplier<CompletionStage<Said>> work) {
        return onAThread(() -> begun(work).join());
    }

    /** What is said of a token that has to be verified; when the clerks have gone, that nothing was done. */
    CompletionStage<Said> verify(Supplier<Said> work) {
        return onAThread(work);
    }

    private CompletionStage<Said> onAThread(Supplier<Said> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(new Said.Busy(Traffic.draining()));
        }
    }

    private CompletableFuture<Said> begun(Supplier<CompletionStage<Said>> work) {
        places.acquireUninterruptibly();
        try {
            return work.get().toCompletableFuture();
        } finally {
            places.release();
        }
    }

    /** Takes nothing more, and waits for what is there. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(end.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error("lane=closing: refusals still wait for the disk");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
