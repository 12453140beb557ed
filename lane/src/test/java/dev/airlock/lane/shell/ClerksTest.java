package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.airlock.lane.FastLane.Said;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClerksTest {
    private static final Said DONE = new Said.Silent("done");

    private static Said said(CompletionStage<Said> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void a_crowd_of_refusals_sets_room_aside_for_a_few_at_a_time() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var goOn = new CountDownLatch(1);
        try (var clerks = new Clerks(Duration.ofMinutes(1))) {
            List<CompletionStage<Said>> asked = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                asked.add(clerks.seal(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    waitFor(goOn);
                    inside.decrementAndGet();
                    return CompletableFuture.completedStage(DONE);
                }));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> inside.get() == 4);
            goOn.countDown();
            for (CompletionStage<Said> one : asked) {
                assertThat(said(one)).isEqualTo(DONE);
            }
        }
        assertThat(most).hasValue(4);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void who_waits_for_anothers_sync_keeps_no_place_and_is_waited_for_at_the_end() throws Exception {
        var clerks = new Clerks(Duration.ofMinutes(1));
        List<CompletableFuture<Said>> disks = new ArrayList<>();
        List<CompletionStage<Said>> asked = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            var disk = new CompletableFuture<Said>();
            disks.add(disk);
            asked.add(clerks.seal(() -> disk));
        }
        assertThat(said(clerks.seal(() -> CompletableFuture.completedStage(DONE))))
                .isEqualTo(DONE);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(clerks::close);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> said(clerks.seal(() -> CompletableFuture.completedStage(DONE))) instanceof Said.Busy);
        assertThat(closed).as("while there is somebody").isNotDone();
        disks.forEach(disk -> disk.complete(DONE));
        closed.get(30, TimeUnit.SECONDS);
        assertThat(asked)
                .allSatisfy(one -> assertThat(one.toCompletableFuture()).isCompletedWithValue(DONE));
    }

    @Test
    void tokens_are_verified_however_many_refusals_are_sealed() throws Exception {
        var goOn = new CountDownLatch(1);
        try (var clerks = new Clerks(Duration.ofMinutes(1))) {
            for (int i = 0; i < 9; i++) {
                var _ = clerks.seal(() -> {
                    waitFor(goOn);
                    return CompletableFuture.completedStage(DONE);
                });
            }
            assertThat(said(clerks.verify(() -> DONE))).isEqualTo(DONE);
            goOn.countDown();
        }
    }

    @Test
    void who_has_gone_says_that_the_node_goes_away() throws Exception {
        var clerks = new Clerks(Duration.ofMinutes(1));
        clerks.close();
        assertThat(said(clerks.seal(() -> CompletableFuture.completedStage(DONE))))
                .isInstanceOfSatisfying(
                        Said.Busy.class,
                        busy -> assertThat(busy.refusal().kind()).isEqualTo(RefusalKind.DRAINING));
    }

    @Test
    void a_defect_fails_the_stage_and_gives_its_place_back() throws Exception {
        try (var clerks = new Clerks(Duration.ofMinutes(1))) {
            for (int i = 0; i < 9; i++) {
                CompletionStage<Said> broken = clerks.seal(() -> {
                    throw new StackOverflowError();
                });
                assertThatThrownBy(() -> broken.toCompletableFuture().join())
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(StackOverflowError.class);
            }
            assertThat(said(clerks.seal(() -> CompletableFuture.completedStage(DONE))))
                    .isEqualTo(DONE);
        }
    }
}
