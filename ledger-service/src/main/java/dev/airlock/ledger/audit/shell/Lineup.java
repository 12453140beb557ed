package dev.airlock.ledger.audit.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works on many records at once and hands them on in their order. Batches of records go to other threads; what comes back is handed on by whoever
 * hands records in. At most {@value #WAITING_BYTES_MAX} bytes of records, and one more record, are in it. For one thread.
 *
 * @param <O> what a record becomes
 */
final class Lineup<O> {
    static final int WAITING_BYTES_MAX = 16 << 20;
    private static final int BATCH_RECORDS = 32;
    private static final int BATCH_BYTES = 256 << 10;

    private final Executor workers;
    private final Function<Recorded, O> work;
    private final Consumer<O> next;
    private final Deque<Batch<O>> waiting = new ArrayDeque<>();
    private List<Recorded> records = new ArrayList<>(BATCH_RECORDS);
    private int recordBytes;
    private long waitingBytes;

    private record Batch<O>(CompletableFuture<List<O>> done, long bytes) {}

    /**
     * @param work what is done to each record, on any thread of {@code workers}
     * @param next gets what came of each, in order, on the thread that hands records in
     */
    Lineup(Executor workers, Function<Recorded, O> work, Consumer<O> next) {
        this.workers = workers;
        this.work = work;
        this.next = next;
    }

    /** Takes one more; blocks while too many are under way. */
    void add(Recorded record) {
        records.add(record);
        recordBytes += record.value().length;
        if (records.size() == BATCH_RECORDS || recordBytes >= BATCH_BYTES) {
            send();
        }
        while (waitingBytes > WAITING_BYTES_MAX
                || (!waiting.isEmpty() && waiting.getFirst().done().isDone())) {
            handOn();
        }
    }

    /** Hands on all that is left. What never filled a batch is worked on here: it is not worth another thread. */
    void finish() {
        if (waiting.isEmpty()) {
            records.stream().map(work).forEach(next);
            records = new ArrayList<>(BATCH_RECORDS);
            recordBytes = 0;
            return;
        }
        send();
        while (!waiting.isEmpty()) {
            handOn();
        }
    }

    private void send() {
        if (records.isEmpty()) {
            return;
        }
        List<Recorded> batch = records;
        waiting.addLast(new Batch<>(
                CompletableFuture.supplyAsync(() -> batch.stream().map(work).toList(), workers), recordBytes));
        waitingBytes += recordBytes;
        records = new ArrayList<>(BATCH_RECORDS);
        recordBytes = 0;
    }

    private void handOn() {
        Batch<O> batch = waiting.removeFirst();
        waitingBytes -= batch.bytes();
        try {
            batch.done().join().forEach(next);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw e;
        }
    }
}
