package dev.airlock.executor.pool;

import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.RunInput;
import java.util.concurrent.CompletableFuture;

/** One request for a run, from being asked to being answered once. */
final class Ticket implements Task {
    final RunInput input;
    final Limits limits;
    final Monitor monitor;
    /** When it was asked, by the monotonic clock. */
    final long askedNanos;

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    Ticket(RunInput input, Limits limits, Monitor monitor, long askedNanos) {
        this.input = input;
        this.limits = limits;
        this.monitor = monitor;
        this.askedNanos = askedNanos;
    }

    void answer(Answer given) {
        answer.complete(given);
    }

    /** Our own defect; whoever waits gets the exception. */
    void fail(Throwable defect) {
        answer.completeExceptionally(defect);
    }

    /** Waits for the answer. */
    Answer await() {
        return answer.join();
    }
}
