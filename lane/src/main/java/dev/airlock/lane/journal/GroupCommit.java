package dev.airlock.lane.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those who need the disk share its syncs. The first syncs for all that is written by then, on its own thread: alone, nobody waits for another
 * thread to wake. Whoever comes meanwhile is told when a later sync has ended, and does something else until then: for them the follower syncs, a
 * thread of its own, over and over as long as anybody waits. A sync that fails is never tried again: the kernel may have dropped what it could not
 * write, and would call the next one a success. After it nobody is told that anything is on the disk, not even what was there before: that costs an
 * answer, and the other way round a token. Any thread.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private static final Duration END_MAX = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition handedOver = lock.newCondition();
    /** While there are any, somebody syncs or the follower has been called. */
    private final List<Waiter> waiting = new ArrayList<>();

    private final Thread follower =
            Thread.ofPlatform().name("airlock-journal-sync").daemon().unstarted(this::follow);
    private boolean syncing;
    private boolean follows;
    private boolean closed;
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

    /** Who wants to be told, and how what is written by then can be asked. */
    private record Waiter(long wanted, Supplier<Written> written, Consumer<Optional<IOException>> then) {}

    /** Who is to be told, and why it did not go well; empty if it did. */
    private record News(List<Waiter> to, Optional<IOException> failure) {
        void tell() {
            for (Waiter waiter : to) {
                try {
                    waiter.then().accept(failure.map(cause -> new IOException("an earlier sync failed", cause)));
                } catch (RuntimeException | Error e) {
                    LOG.error("journal: who waited for record {} failed", waiter.wanted() - 1, e);
                }
            }
        }
    }

    /** @param durable everything below this is on the disk already */
    GroupCommit(long durable) {
        this.durable = durable;
    }

    /** Lets the follower begin; without it only {@link #await} may be called. */
    void start() {
        follower.start();
    }

    /**
     * Returns when everything below {@code wanted} is on the disk.
     *
     * @param written what is written now; asked without a lock
     */
    void await(long wanted, Supplier<Written> written) throws IOException {
        while (true) {
            News news;
            lock.lock();
            try {
                if (failure.isPresent()) {
                    throw new IOException("an earlier sync failed", failure.get());
                }
                if (durable >= wanted) {
                    return;
                }
                if (syncing) {
                    changed.awaitUninterruptibly();
                    continue;
                }
                news = lead(written);
            } finally {
                lock.unlock();
            }
            news.tell();
        }
    }

    /**
     * Says when everything below {@code wanted} is on the disk, or why nobody knows. If nobody syncs now, that is before this returns.
     *
     * @param written what is written now; asked without a lock
     * @param then is called once, without a lock, by this thread or by whoever syncs: it has to be quick
     */
    void whenDurable(long wanted, Supplier<Written> written, Consumer<Optional<IOException>> then) {
        News news;
        lock.lock();
        try {
            waiting.add(new Waiter(wanted, written, then));
            if (syncing) {
                return;
            }
            news = failure.isPresent() || durable >= wanted ? news() : lead(written);
        } finally {
            lock.unlock();
        }
        news.tell();
    }

    /** For those who came while others synced. */
    private void follow() {
        while (true) {
            News news;
            lock.lock();
            try {
                while (!follows && !closed) {
                    handedOver.awaitUninterruptibly();
                }
                if (!follows) {
                    return;
                }
                follows = false;
                news = lead(waiting.getFirst().written());
            } finally {
                lock.unlock();
            }
            news.tell();
        }
    }

    private News lead(Supplier<Written> written) {
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
        } catch (RuntimeException | Error e) {
            failed = Optional.of(new IOException("a defect while syncing", e));
        } finally {
            lock.lock();
            syncing = false;
            syncs++;
            durable = failure.isPresent() ? durable : Math.max(durable, covered);
            failure = failure.isPresent() ? failure : failed;
            changed.signalAll();
        }
        return news();
    }

    /** Who can be told now; the follower is called for the others. */
    private News news() {
        List<Waiter> to = new ArrayList<>();
        waiting.removeIf(one -> (failure.isPresent() || one.wanted() <= durable) && to.add(one));
        if (!waiting.isEmpty()) {
            syncing = true;
            follows = true;
            handedOver.signal();
        }
        return new News(to, failure);
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

    /** The follower ends when nobody waits any more; that is waited for, but not for a disk that hangs. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            handedOver.signal();
        } finally {
            lock.unlock();
        }
        try {
            follower.join(END_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
