package dev.airlock.lane.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.lane.journal.GroupCommit.Written;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
