package dev.airlock.lane.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.airlock.lane.journal.GroupCommit.Written;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails once is told as such to everybody who waits, however well it does afterwards: so does Linux, which tells an open file once. */
@Timeout(60)
class GroupCommitTest {
    @TempDir
    private Path folder;

    private static final class FailsOnce implements GroupCommit.Disk {
        private final AtomicInteger syncs = new AtomicInteger();

        @Override
        public void sync() throws IOException {
            if (syncs.getAndIncrement() == 0) {
                throw new IOException("Input/output error");
            }
        }
    }

    private Segment segment(GroupCommit.Disk disk) throws IOException {
        Path file = folder.resolve("a.journal");
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Segment(file, new Header(1, 1, 1, 0), channel, disk, 1 << 10, Header.BYTES);
    }

    @Test
    void a_file_whose_sync_failed_once_is_never_said_to_be_synced_again() throws IOException {
        var disk = new FailsOnce();
        try (Segment segment = segment(disk)) {
            assertThatThrownBy(segment::sync).isInstanceOf(IOException.class).hasMessage("Input/output error");
            for (int again = 0; again < 3; again++) {
                assertThatThrownBy(segment::sync)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("an earlier sync of")
                        .hasRootCauseMessage("Input/output error");
            }
        }
        assertThat(disk.syncs).as("it is not even tried").hasValue(1);
    }

    @Test
    void of_two_who_sync_a_file_at_once_none_is_told_that_it_went_well_if_the_first_failed() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch fails = new CountDownLatch(1);
        AtomicInteger syncs = new AtomicInteger();
        GroupCommit.Disk disk = () -> {
            if (syncs.getAndIncrement() == 0) {
                inside.countDown();
                awaited(fails);
                throw new IOException("Input/output error");
            }
        };
        try (Segment segment = segment(disk)) {
            CompletableFuture<Void> first = started(segment::sync);
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
            // It has to wait for the first one, whose failure is its own.
            CompletableFuture<Void> second = started(segment::sync);
            fails.countDown();
            assertThatThrownBy(first::join).hasRootCauseMessage("Input/output error");
            assertThatThrownBy(second::join).hasRootCauseMessage("Input/output error");
        }
        assertThat(syncs).hasValue(1);
    }

    @Test
    void after_a_failure_nothing_is_said_to_be_on_the_disk_that_was_not_said_before() throws IOException {
        var commit = new GroupCommit(0);
        commit.await(3, () -> new Written(3, () -> {}));
        GroupCommit.Disk fails = () -> {
            throw new IOException("Input/output error");
        };
        assertThatThrownBy(() -> commit.await(5, () -> new Written(5, fails)))
                .isInstanceOf(IOException.class)
                .hasMessage("an earlier sync failed");
        // Whoever turned the file over meanwhile was told that all went well.
        commit.reached(9);
        assertThat(commit.durable()).isEqualTo(3);
        assertThatThrownBy(() -> commit.await(5, () -> new Written(9, () -> {})))
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("Input/output error");
    }

    @Test
    void who_waits_while_the_sync_fails_is_not_answered_by_the_end_of_the_file() throws Exception {
        var commit = new GroupCommit(0);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch fails = new CountDownLatch(1);
        GroupCommit.Disk disk = () -> {
            inside.countDown();
            awaited(fails);
            throw new IOException("Input/output error");
        };
        CompletableFuture<Void> waits = started(() -> commit.await(5, () -> new Written(5, disk)));
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        commit.reached(9);
        fails.countDown();
        assertThatThrownBy(waits::join).hasRootCauseMessage("Input/output error");
    }

    /** A disk whose first sync takes as long as it is told to; counts how much each sync covered. */
    private static final class Slow implements GroupCommit.Disk {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch goesOn = new CountDownLatch(1);
        private final AtomicInteger syncs = new AtomicInteger();
        private volatile boolean fails;

        @Override
        public void sync() throws IOException {
            syncs.incrementAndGet();
            inside.countDown();
            awaited(goesOn);
            if (fails) {
                throw new IOException("Input/output error");
            }
        }
    }

    @Test
    void who_is_alone_is_told_by_its_own_thread_before_it_goes_on() {
        var commit = new GroupCommit(0);
        AtomicReference<Thread> told = new AtomicReference<>();
        commit.whenDurable(3, () -> new Written(3, () -> {}), failure -> {
            assertThat(failure).isEmpty();
            told.set(Thread.currentThread());
        });
        assertThat(told).hasValue(Thread.currentThread());
        commit.whenDurable(2, () -> new Written(3, new FailsOnce()), failure -> told.set(null));
        assertThat(told.get()).as("what is there already needs no sync").isNull();
        assertThat(commit.syncs()).isOne();
    }

    @Test
    void who_comes_while_others_sync_goes_on_at_once_and_one_sync_more_is_enough_for_all_of_them() throws Exception {
        try (var commit = new GroupCommit(0)) {
            commit.start();
            var disk = new Slow();
            Queue<Long> told = new ConcurrentLinkedQueue<>();
            AtomicLong written = new AtomicLong(1);
            Supplier<Written> now = () -> new Written(written.get(), disk);
            CompletableFuture<Void> first =
                    started(() -> commit.whenDurable(1, now, failure -> told.add(failure.isEmpty() ? 1L : -1L)));
            assertThat(disk.inside.await(30, TimeUnit.SECONDS)).isTrue();
            for (long wanted = 2; wanted <= 9; wanted++) {
                long mine = wanted;
                written.set(mine);
                commit.whenDurable(mine, now, failure -> told.add(failure.isEmpty() ? mine : -mine));
            }
            assertThat(told).as("they went on, and nothing is on the disk").isEmpty();
            disk.goesOn.countDown();
            first.join();
            await().atMost(Duration.ofSeconds(30)).until(() -> told.size() == 9);
            assertThat(told).contains(1L); // by another thread than the others, and so before or behind them
            assertThat(told.stream().filter(one -> one != 1)).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
            assertThat(disk.syncs).hasValue(2);
            assertThat(commit.durable()).isEqualTo(9);
            AtomicReference<Thread> alone = new AtomicReference<>();
            written.set(10);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                commit.whenDurable(written.getAndIncrement(), now, _ -> alone.set(Thread.currentThread()));
                return Thread.currentThread().equals(alone.get());
            });
        }
    }

    @Test
    void when_a_sync_fails_all_who_wait_are_told_and_so_is_whoever_comes_later_and_a_defect_is_a_failure()
            throws Exception {
        try (var commit = new GroupCommit(0)) {
            commit.start();
            var disk = new Slow();
            disk.fails = true;
            Queue<String> told = new ConcurrentLinkedQueue<>();
            Consumer<Optional<IOException>> then = failure -> told.add(
                    failure.map(Throwable::getCause).map(Throwable::getMessage).orElse("well"));
            CompletableFuture<Void> first = started(() -> commit.whenDurable(1, () -> new Written(9, disk), then));
            assertThat(disk.inside.await(30, TimeUnit.SECONDS)).isTrue();
            commit.whenDurable(2, () -> new Written(9, () -> {}), then);
            CompletableFuture<Void> waits = started(() -> commit.await(3, () -> new Written(9, () -> {})));
            disk.goesOn.countDown();
            first.join();
            assertThatThrownBy(waits::join).hasRootCauseMessage("Input/output error");
            commit.whenDurable(4, () -> new Written(9, () -> {}), then);
            assertThat(told).containsExactly("Input/output error", "Input/output error", "Input/output error");
            assertThat(disk.syncs).hasValue(1);
        }
        var defect = new GroupCommit(0);
        GroupCommit.Disk broken = () -> {
            throw new IllegalStateException("no such file");
        };
        assertThatThrownBy(() -> defect.await(1, () -> new Written(1, broken)))
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("no such file");
    }

    @Test
    void who_waits_when_it_is_closed_is_told_before_that_is_over() throws Exception {
        var told = new CompletableFuture<Boolean>();
        var disk = new Slow();
        CompletableFuture<Void> first;
        try (var commit = new GroupCommit(0)) {
            commit.start();
            first = started(() -> commit.whenDurable(1, () -> new Written(1, disk), _ -> {}));
            assertThat(disk.inside.await(30, TimeUnit.SECONDS)).isTrue();
            commit.whenDurable(2, () -> new Written(2, () -> {}), failure -> told.complete(failure.isEmpty()));
            disk.goesOn.countDown();
            first.join();
        }
        assertThat(told).isCompletedWithValue(true);
    }

    @Test
    void one_who_fails_when_it_is_told_keeps_nobody_else_from_being_told() throws Exception {
        try (var commit = new GroupCommit(0)) {
            commit.start();
            var disk = new Slow();
            CompletableFuture<Void> first = started(() -> commit.whenDurable(1, () -> new Written(1, disk), _ -> {
                throw new IllegalStateException("a waiter with a defect");
            }));
            assertThat(disk.inside.await(30, TimeUnit.SECONDS)).isTrue();
            var second = new CompletableFuture<Thread>();
            var third = new CompletableFuture<Thread>();
            commit.whenDurable(2, () -> new Written(2, () -> {}), _ -> {
                throw new StackOverflowError("another");
            });
            commit.whenDurable(2, () -> new Written(2, () -> {}), _ -> second.complete(Thread.currentThread()));
            disk.goesOn.countDown();
            first.join();
            assertThat(second.get(30, TimeUnit.SECONDS).getName()).isEqualTo("airlock-journal-sync");
            commit.whenDurable(3, () -> new Written(3, () -> {}), _ -> third.complete(Thread.currentThread()));
            assertThat(third.get(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    private interface Deed {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> started(Deed deed) {
        var end = new CompletableFuture<Void>();
        Thread.ofPlatform().name("waits").start(() -> {
            try {
                deed.run();
                end.complete(null);
            } catch (IOException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private static void awaited(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
