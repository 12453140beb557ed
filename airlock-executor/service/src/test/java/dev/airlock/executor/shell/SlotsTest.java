package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.executor.Orders;
import dev.airlock.executor.pool.Errand;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // the clock of the JVM may wrap around
    private final Slots slots = new Slots(1, Slots.Guests.NONE, nanos::get);
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private final List<CompletableFuture<Boolean>> all = new ArrayList<>();

    /** The one slot is taken when a test begins. */
    SlotsTest() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        submit("first", Origin.LOCAL, () -> {
            begun.countDown();
            opened.join();
            return true;
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void end() throws InterruptedException {
        opened.complete(null);
        assertThat(slots.end()).isTrue();
    }

    private static Order order(String id, Origin origin) {
        return Orders.of("s", id, "1", NOW).origin(origin).order();
    }

    private void submit(String id, Origin origin, Supplier<Boolean> run) {
        all.add(slots.submit(order(id, origin), run).toCompletableFuture());
    }

    private void submit(String id, Origin origin) {
        submit(id, origin, () -> ran.add(id));
    }

    private List<String> order() throws Exception {
        opened.complete(null);
        for (CompletableFuture<Boolean> one : all) {
            one.get(10, TimeUnit.SECONDS);
        }
        return List.copyOf(ran);
    }

    @Test
    void an_operator_s_run_goes_before_those_that_wait_and_these_stay_in_their_order() throws Exception {
        submit("a", Origin.EXTERNAL_AI);
        submit("b", Origin.LOCAL);
        submit("c", Origin.EXTERNAL_AI);
        submit("operator", Origin.OPERATOR);
        assertThat(slots.waiting()).isEqualTo(4);
        assertThat(order()).containsExactly("operator", "a", "b", "c");
    }

    @Test
    void nothing_waits_for_ever_behind_what_is_more_urgent() throws Exception {
        submit("early", Origin.EXTERNAL_AI);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        submit("urgent", Origin.OPERATOR);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        submit("late", Origin.OPERATOR);
        assertThat(order()).containsExactly("urgent", "early", "late");
    }

    /** One guest, whose thread does what it is given until it is told that it is warm again. */
    private static final class OneGuest implements Slots.Guests, AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("guest").factory());
        private final Semaphore warm = new Semaphore(1);
        private final Semaphore mayBeWarm = new Semaphore(0);

        @Override
        public boolean take(Order order, Errand errand) {
            if (!warm.tryAcquire()) {
                return false;
            }
            thread.execute(() -> {
                errand.work().run();
                mayBeWarm.acquireUninterruptibly();
                warm.release();
                errand.over().run();
            });
            return true;
        }

        @Override
        public void close() {
            mayBeWarm.release(100);
            thread.close();
        }
    }

    private static String here() {
        return Thread.currentThread().getName();
    }

    @Test
    void a_run_is_on_the_thread_of_a_guest_that_is_warm_and_else_on_a_slot_s_own() throws Exception {
        try (OneGuest guest = new OneGuest()) {
            Slots two = new Slots(2, guest);
            Order order = order("x", Origin.LOCAL);
            assertThat(two.submit(order, SlotsTest::here).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isEqualTo("guest");
            assertThat(two.submit(order, SlotsTest::here).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .startsWith("airlock-slot-");
            guest.mayBeWarm.release();
            assertThat(two.awaitIdle(Duration.ofSeconds(10))).isTrue();
            assertThat(two.end()).isTrue();
        }
    }

    @Test
    void a_slot_is_free_when_its_guest_is_warm_again_and_the_next_has_that_guest() throws Exception {
        try (OneGuest guest = new OneGuest()) {
            Slots one = new Slots(1, guest);
            Order order = order("x", Origin.LOCAL);
            one.submit(order, SlotsTest::here).toCompletableFuture().get(10, TimeUnit.SECONDS);
            CompletableFuture<String> next = one.submit(order, SlotsTest::here).toCompletableFuture();
            assertThat(one.waiting()).isEqualTo(1);
            assertThat(one.busy()).isEqualTo(1);
            guest.mayBeWarm.release();
            assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo("guest");
            guest.mayBeWarm.release();
            assertThat(one.awaitIdle(Duration.ofSeconds(10))).isTrue();
            assertThat(one.end()).isTrue();
        }
    }

    @Test
    void the_end_interrupts_what_runs_drops_what_waits_and_lets_nothing_in() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Slots one = new Slots(1, Slots.Guests.NONE);
        CompletableFuture<Boolean> runs = one.submit(order("x", Origin.LOCAL), () -> {
                    begun.countDown();
                    LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
                    return Thread.currentThread().isInterrupted();
                })
                .toCompletableFuture();
        CompletableFuture<String> waits =
                one.submit(order("y", Origin.LOCAL), SlotsTest::here).toCompletableFuture();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(one.end()).isTrue();
        assertThat(runs.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(waits).isNotDone();
        assertThatThrownBy(() -> one.submit(order("z", Origin.LOCAL), SlotsTest::here))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void what_a_run_throws_ends_its_stage_and_gives_its_slot_back() throws Exception {
        Slots one = new Slots(1, Slots.Guests.NONE);
        CompletableFuture<Boolean> fails = one.<Boolean>submit(order("x", Origin.LOCAL), () -> {
                    throw new IllegalStateException("planted");
                })
                .toCompletableFuture();
        assertThatThrownBy(() -> fails.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("planted");
        assertThat(one.submit(order("y", Origin.LOCAL), SlotsTest::here)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .startsWith("airlock-slot-");
        assertThat(one.end()).isTrue();
    }

    @Test
    void a_run_that_cannot_be_begun_fails_and_gives_its_slot_back() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Slots one = new Slots(1, (_, _) -> {
            if (broken.getAndSet(false)) {
                throw new OutOfMemoryError("planted");
            }
            return false;
        });
        CompletableFuture<String> fails =
                one.submit(order("x", Origin.LOCAL), SlotsTest::here).toCompletableFuture();
        assertThatThrownBy(() -> fails.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("planted");
        assertThat(one.busy()).isZero();
        assertThat(one.submit(order("y", Origin.LOCAL), SlotsTest::here)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .startsWith("airlock-slot-");
        assertThat(one.end()).isTrue();
    }
}
