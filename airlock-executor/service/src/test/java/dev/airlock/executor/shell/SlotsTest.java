package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // the clock of the JVM may wrap around
    private final Slots slots = new Slots(1, nanos::get);
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
}
