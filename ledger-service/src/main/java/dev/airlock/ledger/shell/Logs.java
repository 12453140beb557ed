package dev.airlock.ledger.shell;

import dev.airlock.ledger.decide.Growth;
import dev.airlock.ledger.decide.Intake;
import dev.airlock.ledger.decide.PartitionLog;
import dev.airlock.road.DeadLetterBox;
import dev.airlock.road.Inbound;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All partitions' logs between the thread that reads and the one that stores and signs. The reader waits when too much is unstored, so that
 * memory stays bounded however long the topic is.
 */
final class Logs {
    /** Full tiles of all partitions that may wait: some megabytes as tokens are, 16 MiB each at worst. */
    private static final int WAITING_MAX = 16;

    private final List<PartitionLog> logs;
    private final Intakes intakes;
    private final DeadLetterBox letters;
    private final LedgerMetrics metrics;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Condition stored = lock.newCondition();
    private final boolean[] touched;
    private final Instant[] newest;
    private boolean ended;
    private boolean closed;

    /**
     * By how much a log has grown.
     *
     * @param newest when the broker appended its newest record; 1970 if there is none
     */
    record Harvest(Growth growth, Instant newest) {}

    Logs(List<PartitionLog> logs, Intakes intakes, DeadLetterBox letters, LedgerMetrics metrics) {
        this.logs = List.copyOf(logs);
        this.intakes = intakes;
        this.letters = letters;
        this.metrics = metrics;
        this.touched = new boolean[logs.size()];
        this.newest = new Instant[logs.size()];
        Arrays.fill(newest, Instant.EPOCH);
    }

    /** A record, in the order of its partition. On the reader's thread. */
    void take(Inbound record) {
        Intakes.Read read = intakes.read(record.value(), record.appendedAt());
        lock.lock();
        try {
            while (!closed && logs.stream().mapToInt(PartitionLog::waiting).sum() >= WAITING_MAX) {
                stored.awaitUninterruptibly();
            }
            PartitionLog log = logs.get(record.partition());
            if (read.intake() instanceof Intake.Unreadable(String reason) && log.news()) {
                letters.put(record, reason);
            }
            log.take(read.intake(), read.entry(), record.offset());
            touched[record.partition()] = true;
            newest[record.partition()] = record.appendedAt();
            grown.signalAll();
        } finally {
            lock.unlock();
        }
        metrics.recorded();
    }

    /** The topic was read to the end that it had at the beginning; only the first time says anything. */
    void ended() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            for (int partition = 0; partition < logs.size(); partition++) {
                logs.get(partition).ended();
                touched[partition] = true;
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What has grown since the last harvest; waits for something, at most so long. */
    List<Harvest> harvest(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = most.toNanos();
            while (!closed && !anyTouched() && left > 0) {
                left = grown.awaitNanos(left);
            }
            List<Harvest> harvest = new ArrayList<>();
            for (int partition = 0; partition < logs.size(); partition++) {
                if (touched[partition]) {
                    harvest.add(new Harvest(logs.get(partition).harvest(), newest[partition]));
                    touched[partition] = false;
                }
            }
            stored.signalAll();
            return harvest;
        } finally {
            lock.unlock();
        }
    }

    private boolean anyTouched() {
        for (boolean one : touched) {
            if (one) {
                return true;
            }
        }
        return false;
    }

    /** Nobody waits any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
            stored.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
