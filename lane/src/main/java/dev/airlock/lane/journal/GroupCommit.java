package dev.airlock.lane.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets those who wait for the disk share its syncs: the first syncs for all that is written by then, the others wait, and the next of
 * them does the same. Nothing is handed to another thread, which would cost as much as the sync itself. A sync that fails is never tried
 * again: the kernel may have dropped what it could not write, and would call the next one a success. After it nobody is told that anything is on
 * the disk, not even what was there before: that costs an answer, and the other way round a token. Any thread.
 */
final class GroupCommit {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean syncing;
    private long durable;
    private long syncs;
    private Optional<IOException> failure = Optional.empty();

    /**
     * What is written.
     *
     * @param below everything with a lower number
     * @param disk where it has to be synced
     */
    record Written(long below, Disk disk) {}

    /** Something that can be put on the disk. */
    interface Disk {
        void sync() throws IOException;
    }

    /** @param durable everything below this is on the disk already */
    GroupCommit(long durable) {
        this.durable = durable;
    }

    /**
     * Returns when everything below {@code wanted} is on the disk.
     *
     * @param written what is written now; asked without a lock
     */
    void await(long wanted, Supplier<Written> written) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (failure.isPresent()) {
                    throw new IOException("an earlier sync failed", failure.get());
                }
                if (durable >= wanted) {
                    return;
                }
                if (syncing) {
                    changed.awaitUninterruptibly();
                } else {
                    lead(written);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void lead(Supplier<Written> written) {
        syncing = true;
        long covered = 0;
        Optional<IOException> failed = Optional.empty();
        lock.unlock();
        try {
            Written now = written.get();
            now.disk().sync();
            covered = now.below();
        } catch (IOException e) {
            failed = Optional.of(e);
        } finally {
            lock.lock();
            syncing = false;
            syncs++;
            durable = failure.isPresent() ? durable : Math.max(durable, covered);
            failure = failure.isPresent() ? failure : failed;
            changed.signalAll();
        }
    }

    /** Somebody else has put everything below {@code below} on the disk; nothing once a sync has failed. */
    void reached(long below) {
        lock.lock();
        try {
            durable = failure.isPresent() ? durable : Math.max(durable, below);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Everything below this is on the disk. */
    long durable() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /** How often the disk was asked to sync. */
    long syncs() {
        lock.lock();
        try {
            return syncs;
        } finally {
            lock.unlock();
        }
    }
}
