package dev.airlock.executor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.RunInput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool over guests that note every breach of a slot's duties. */
class SlotPoolTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Limits RUN = new Limits(Duration.ofSeconds(1), 100, 100);

    private final FakeGuests guests = new FakeGuests();
    private final PoolCounters counters = new PoolCounters();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void nothing_was_done_that_a_slot_must_not_do() {
        assertThat(guests.breaches).isEmpty();
        callers.shutdownNow();
    }

    @Test
    void under_any_load_no_guest_has_two_runs_and_none_runs_again_after_a_kill() throws Exception {
        eachGetsItsOwnAnswer(callers, SlotPoolTest::run);
    }

    /** Of 500 runs with all kinds of ends, in at most four guests. */
    private void eachGetsItsOwnAnswer(ExecutorService by, BiFunction<SlotPool, String, Answer> how) throws Exception {
        long seed = Long.getLong("airlock.seed", new Random().nextLong());
        Random random = new Random(seed);
        List<String> fates = List.of(FakeGuests.COMPLETE, FakeGuests.COMPLETE, FakeGuests.KILL, FakeGuests.FAULT);
        try (SlotPool pool = pool(1, 4, 1000, LONG, 1)) {
            List<Future<Answer>> answers = new ArrayList<>();
            List<String> wishes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String wish = fates.get(random.nextInt(fates.size())) + ":" + i;
                wishes.add(wish);
                answers.add(by.submit(() -> how.apply(pool, wish)));
            }
            for (int i = 0; i < answers.size(); i++) {
                Answer answer = answers.get(i).get(30, TimeUnit.SECONDS);
                assertThat(text(answer)).as("seed %d", seed).isEqualTo(wishes.get(i));
            }
            assertThat(pool.slots()).isLessThanOrEqualTo(4);
            atRest(pool);
            FakeGuests.assertRelations(counters, guests.alive());
        }
        assertThat(guests.alive()).isZero();
        FakeGuests.assertRelations(counters, 0);
    }

    @Test
    void a_guest_that_completed_serves_the_next_run_and_one_that_was_killed_never_does() {
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            run(pool, FakeGuests.COMPLETE);
            run(pool, FakeGuests.COMPLETE);
            run(pool, FakeGuests.KILL);
            run(pool, FakeGuests.COMPLETE);
            run(pool, FakeGuests.FAULT);
            run(pool, FakeGuests.COMPLETE);
            assertThat(guests.made.stream().map(fake -> fake.runs.get())).containsExactly(3, 2, 1);
        }
    }

    @Test
    void guests_that_run_once_are_never_reset_and_others_take_their_places() {
        guests.runOnce = true;
        try (SlotPool pool = pool(1, 2, 9, LONG, 1)) {
            for (int i = 0; i < 3; i++) {
                assertThat(run(pool, FakeGuests.COMPLETE)).isInstanceOf(Answer.Ran.class);
            }
            atRest(pool);
            assertThat(guests.made)
                    .allSatisfy(fake -> assertThat(fake.runs.get()).isLessThanOrEqualTo(1));
            assertThat(counters.count(PoolCounters.Count.COMPLETED)).isEqualTo(3);
            assertThat(counters.count(PoolCounters.Count.RESET)).isZero();
            assertThat(counters.count(PoolCounters.Count.SPOILT)).isZero();
        }
        assertThat(counters.count(PoolCounters.Count.BORN)).isEqualTo(counters.count(PoolCounters.Count.DISCARDED));
    }

    @Test
    void the_answer_does_not_wait_for_the_reset() {
        guests.holdResets = true;
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            assertThat(text(run(pool, FakeGuests.COMPLETE))).isEqualTo(FakeGuests.COMPLETE);
            await().until(() -> pool.states().contains(SlotState.RESETTING));
            guests.resetGate.release();
            atRest(pool);
        }
    }

    @Test
    void those_who_wait_are_served_in_their_order_and_one_too_many_is_refused() throws Exception {
        try (SlotPool pool = pool(1, 1, 5, LONG, 0)) {
            await().until(() -> pool.warm() == 1);
            Future<Answer> busy = callers.submit(() -> run(pool, FakeGuests.WAIT));
            await().until(() -> guests.order.size() == 1);
            List<Future<Answer>> queue = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String wish = FakeGuests.COMPLETE + ":" + i;
                queue.add(callers.submit(() -> run(pool, wish)));
                int waiting = i + 1;
                await().until(() -> pool.waiting() == waiting);
            }
            assertThat(run(pool, "late"))
                    .isInstanceOfSatisfying(Answer.NoCapacity.class, answer -> assertThat(answer.text())
                            .isEqualTo("all 1 guests are busy and 5 runs wait; ask again later"));
            guests.gate.release();
            assertThat(text(busy.get())).isEqualTo(FakeGuests.WAIT);
            for (Future<Answer> answer : queue) {
                assertThat(answer.get()).isInstanceOf(Answer.Ran.class);
            }
            assertThat(guests.order)
                    .containsExactly(
                            FakeGuests.WAIT, "complete:0", "complete:1", "complete:2", "complete:3", "complete:4");
            atRest(pool);
            FakeGuests.assertRelations(counters, 1);
        }
    }

    @Test
    void a_pool_that_keeps_none_makes_its_first_guest_for_the_first_run() {
        try (SlotPool pool = pool(0, 2, 0, LONG, 1)) {
            assertThat(pool.slots()).isZero();
            assertThat(run(pool, FakeGuests.COMPLETE)).isInstanceOf(Answer.Ran.class);
            assertThat(guests.made).hasSize(1);
        }
    }

    @Test
    void idle_guests_go_down_to_the_minimum() throws Exception {
        try (SlotPool pool = pool(1, 3, 9, Duration.ofMillis(30), 0)) {
            List<Future<Answer>> three = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                three.add(callers.submit(() -> run(pool, FakeGuests.WAIT)));
            }
            await().until(() -> guests.order.size() == 3);
            guests.gate.release(3);
            for (Future<Answer> answer : three) {
                assertThat(answer.get()).isInstanceOf(Answer.Ran.class);
            }
            await().until(() -> guests.alive() == 1 && pool.slots() == 1);
            assertThat(run(pool, FakeGuests.COMPLETE)).isInstanceOf(Answer.Ran.class);
            assertThat(guests.made).hasSize(3);
        }
    }

    @Test
    void guests_that_become_idle_at_the_same_moment_leave_the_minimum_behind() throws Exception {
        for (int round = 0; round < 10; round++) {
            int madeBefore = guests.made.size();
            int ranBefore = guests.order.size();
            try (SlotPool pool = pool(2, 8, 9, Duration.ofMillis(20), 0)) {
                List<Future<Answer>> eight = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    eight.add(callers.submit(() -> run(pool, FakeGuests.WAIT)));
                }
                await().until(() -> guests.order.size() == ranBefore + 8);
                guests.gate.release(8);
                for (Future<Answer> answer : eight) {
                    assertThat(answer.get()).isInstanceOf(Answer.Ran.class);
                }
                await().until(() -> guests.alive() == 2 && pool.slots() == 2);
                assertThat(guests.made).as("round %d", round).hasSize(madeBefore + 8);
            }
        }
    }

    @Test
    void a_killed_guest_is_replaced_before_anybody_asks() {
        try (SlotPool pool = pool(2, 2, 9, LONG, 1)) {
            await().until(() -> pool.warm() == 2);
            run(pool, FakeGuests.KILL);
            await().until(() -> pool.warm() == 2 && guests.made.size() == 3);
            assertThat(guests.alive()).isEqualTo(2);
        }
    }

    @Test
    void a_guest_that_has_outgrown_its_working_set_is_replaced() {
        guests.growth = 101;
        try (SlotPool pool = pool(1, 1, 9, LONG, 0)) {
            run(pool, FakeGuests.COMPLETE);
            run(pool, FakeGuests.COMPLETE);
            assertThat(guests.made).hasSizeGreaterThanOrEqualTo(2);
            assertThat(guests.made.getFirst().runs.get()).isEqualTo(1);
        }
    }

    @Test
    void no_guest_is_handed_out_before_it_was_proved() {
        guests.leaveResidue = true;
        try (SlotPool pool = pool(0, 1, 9, LONG, 0)) {
            assertThat(run(pool, FakeGuests.COMPLETE))
                    .isInstanceOfSatisfying(Answer.NoGuest.class, answer -> assertThat(answer.text())
                            .contains("page 7 differs"));
            assertThat(guests.order).isEmpty();
            assertThat(pool.residue()).contains("page 7 differs");
            assertThat(counters.count(PoolCounters.Count.RESIDUE)).isEqualTo(1);
        }
    }

    @Test
    void residue_after_a_reset_ends_the_guest_and_is_told() {
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            assertThat(measured(run(pool, FakeGuests.COMPLETE))).contains("sha256:same");
            atRest(pool);
            guests.leaveResidue = true;
            run(pool, FakeGuests.COMPLETE);
            await().until(() -> pool.residue().isPresent());
            await().until(() -> guests.made.getFirst().closed);
            assertThat(guests.made.getFirst().runs.get()).isEqualTo(2);
        }
    }

    @Test
    void a_run_says_whether_its_guest_was_measured_right_before() {
        try (SlotPool pool = pool(1, 1, 9, LONG, 2)) {
            assertThat(measured(run(pool, FakeGuests.COMPLETE))).isPresent();
            assertThat(measured(run(pool, FakeGuests.COMPLETE))).isEmpty();
            assertThat(measured(run(pool, FakeGuests.COMPLETE))).isPresent();
            assertThat(measured(run(pool, FakeGuests.COMPLETE))).isEmpty();
        }
    }

    @Test
    void a_reset_that_fails_ends_the_guest_and_not_the_pool() {
        guests.failResets = true;
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            assertThat(text(run(pool, FakeGuests.COMPLETE))).isEqualTo(FakeGuests.COMPLETE);
            assertThat(text(run(pool, FakeGuests.COMPLETE))).isEqualTo(FakeGuests.COMPLETE);
            assertThat(guests.made.getFirst().runs.get()).isEqualTo(1);
        }
        FakeGuests.assertRelations(counters, 0);
    }

    @Test
    void without_a_machine_nobody_is_left_waiting_and_the_next_one_tries_again() {
        guests.refuseToBeMade = true;
        try (SlotPool pool = pool(0, 2, 9, LONG, 1)) {
            assertThat(run(pool, FakeGuests.COMPLETE)).isEqualTo(new Answer.NoGuest("no machine today"));
            guests.refuseToBeMade = false;
            assertThat(run(pool, FakeGuests.COMPLETE)).isInstanceOf(Answer.Ran.class);
        }
    }

    @Test
    void a_thread_that_fails_takes_its_guest_with_it_and_whoever_waits_hears_of_it() {
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            assertThatThrownBy(() -> run(pool, FakeGuests.THROW)).hasRootCauseInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> run(pool, FakeGuests.DIE)).hasRootCauseInstanceOf(AssertionError.class);
            assertThat(run(pool, FakeGuests.COMPLETE)).isInstanceOf(Answer.Ran.class);
            assertThat(guests.made.stream().map(fake -> fake.runs.get())).containsExactly(1, 1, 1);
        }
        FakeGuests.assertRelations(counters, 0);
    }

    @Test
    void a_pool_that_closes_lets_a_run_end_and_refuses_the_rest() throws Exception {
        SlotPool pool = pool(1, 1, 9, LONG, 1);
        Future<Answer> busy = callers.submit(() -> run(pool, FakeGuests.WAIT));
        await().until(() -> guests.order.size() == 1);
        Future<Answer> waits = callers.submit(() -> run(pool, FakeGuests.COMPLETE));
        await().until(() -> pool.waiting() == 1);
        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(pool::end, callers);
        assertThat(waits.get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.NoCapacity.class);
        assertThat(run(pool, FakeGuests.COMPLETE)).isInstanceOf(Answer.NoCapacity.class);
        guests.gate.release();
        assertThat(busy.get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.Ran.class);
        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(guests.alive()).isZero();
        FakeGuests.assertRelations(counters, 0);
    }

    @Test
    void an_interrupted_caller_still_gets_the_answer_of_its_run() throws Exception {
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            Thread.currentThread().interrupt();
            assertThat(run(pool, FakeGuests.COMPLETE)).isInstanceOf(Answer.Ran.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void an_errand_is_done_on_its_guest_s_thread_and_its_run_takes_place_in_that_guest() throws Exception {
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            await().until(() -> pool.warm() == 1);
            var done = new Done();
            assertThat(pool.take(done.errand(() -> run(pool, FakeGuests.COMPLETE))))
                    .isTrue();
            assertThat(text(done.answer())).isEqualTo(FakeGuests.COMPLETE);
            assertThat(done.thread.get(10, TimeUnit.SECONDS)).isEqualTo(guests.made.getFirst().home);
            done.over.get(10, TimeUnit.SECONDS);
            assertThat(text(run(pool, FakeGuests.COMPLETE))).isEqualTo(FakeGuests.COMPLETE);
            assertThat(guests.made.stream().map(fake -> fake.runs.get())).containsExactly(2);
        }
        FakeGuests.assertRelations(counters, 0);
    }

    @Test
    void while_an_errand_goes_on_nobody_else_has_its_guest_and_it_is_over_when_that_is_warm_again() throws Exception {
        guests.holdResets = true;
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            await().until(() -> pool.warm() == 1);
            var done = new Done();
            var goesOn = new CompletableFuture<Void>();
            assertThat(pool.take(done.errand(() -> {
                        Answer answer = run(pool, FakeGuests.COMPLETE);
                        goesOn.join();
                        return answer;
                    })))
                    .isTrue();
            assertThat(pool.take(new Done().errand(() -> run(pool, FakeGuests.COMPLETE))))
                    .isFalse();
            goesOn.complete(null);
            assertThat(text(done.answer())).isEqualTo(FakeGuests.COMPLETE);
            await().until(() -> pool.states().contains(SlotState.RESETTING));
            assertThat(done.over).isNotDone();
            guests.resetGate.release();
            done.over.get(10, TimeUnit.SECONDS);
            atRest(pool);
        }
    }

    @Test
    void an_errand_that_runs_nothing_leaves_its_guest_as_it_was() throws Exception {
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            await().until(() -> pool.warm() == 1);
            var done = new Done();
            assertThat(pool.take(done.errand(() -> new Answer.NoGuest("not wanted"))))
                    .isTrue();
            done.over.get(10, TimeUnit.SECONDS);
            atRest(pool);
            assertThat(pool.states()).containsExactly(SlotState.WARM);
            assertThat(counters.count(PoolCounters.Count.RESET)).isZero();
            FakeGuests.assertRelations(counters, 1);
        }
    }

    @Test
    void an_errand_runs_one_payload_and_no_second_one_in_a_guest_that_is_not_reset() throws Exception {
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            await().until(() -> pool.warm() == 1);
            var done = new Done();
            assertThat(pool.take(done.errand(() -> {
                        run(pool, FakeGuests.COMPLETE);
                        assertThatThrownBy(() -> run(pool, "again")).hasMessage("an errand runs one payload");
                        return new Answer.NoGuest("once");
                    })))
                    .isTrue();
            assertThat(done.answer()).isEqualTo(new Answer.NoGuest("once"));
            assertThat(guests.order).containsExactly(FakeGuests.COMPLETE);
        }
        FakeGuests.assertRelations(counters, 0);
    }

    @Test
    void after_an_errand_whose_run_was_killed_or_failed_its_guest_is_torn_down_and_others_take_the_next()
            throws Exception {
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            for (String wish : List.of(FakeGuests.KILL, FakeGuests.THROW, FakeGuests.DIE)) {
                await().until(() -> pool.warm() == 1);
                var done = new Done();
                assertThat(pool.take(done.errand(() -> run(pool, wish)))).isTrue();
                done.over.get(10, TimeUnit.SECONDS);
                assertThat(run(pool, FakeGuests.COMPLETE)).isInstanceOf(Answer.Ran.class);
                await().until(() -> pool.warm() == 1);
                run(pool, FakeGuests.KILL);
            }
            assertThat(guests.order.stream().filter(FakeGuests.COMPLETE::equals))
                    .hasSize(3);
        }
        assertThat(guests.made.stream().map(fake -> fake.runs.get()).limit(6)).containsExactly(1, 2, 1, 2, 1, 2);
        FakeGuests.assertRelations(counters, 0);
    }

    @Test
    void who_hears_that_a_guest_is_warm_again_gets_it_for_the_next_errand() throws Exception {
        try (SlotPool pool = pool(2, 2, 9, LONG, 0)) {
            await().until(() -> pool.warm() == 2);
            var second = new Done();
            var first = new Done();
            assertThat(pool.take(new Errand(
                            first.errand(() -> run(pool, FakeGuests.COMPLETE)).work(),
                            () -> assertThat(pool.take(second.errand(() -> run(pool, FakeGuests.COMPLETE))))
                                    .isTrue())))
                    .isTrue();
            assertThat(second.answer()).isInstanceOf(Answer.Ran.class);
            assertThat(second.thread.get()).isEqualTo(first.thread.get());
        }
    }

    @Test
    void a_pool_without_a_warm_guest_takes_no_errand_and_neither_does_one_that_closes() {
        SlotPool pool = pool(0, 1, 9, LONG, 1);
        assertThat(pool.take(new Done().errand(() -> run(pool, FakeGuests.COMPLETE))))
                .isFalse();
        assertThat(run(pool, FakeGuests.COMPLETE)).isInstanceOf(Answer.Ran.class);
        pool.close();
        assertThat(pool.take(new Done().errand(() -> run(pool, FakeGuests.COMPLETE))))
                .isFalse();
        assertThat(guests.order).containsExactly(FakeGuests.COMPLETE);
    }

    @Test
    void errands_and_other_runs_together_get_each_its_own_answer() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        try (ExecutorService three =
                Executors.newFixedThreadPool(3)) { // one guest at first, and soon as many as they are
            eachGetsItsOwnAnswer(three, (pool, wish) -> {
                var done = new Done();
                Errand errand = done.errand(() -> run(pool, wish));
                if (pool.take(errand)) {
                    taken.incrementAndGet();
                } else {
                    other.incrementAndGet();
                    errand.run();
                }
                return done.answer.orTimeout(10, TimeUnit.SECONDS).join();
            });
        }
        assertThat(taken).hasPositiveValue();
        assertThat(other).hasPositiveValue();
    }

    @Test
    void a_proof_holds_up_nobody_who_waits_for_an_errand_to_be_over() throws Exception {
        try (SlotPool pool = pool(1, 1, 9, LONG, 1)) {
            await().until(() -> pool.warm() == 1);
            guests.holdProofs = true;
            var done = new Done();
            assertThat(pool.take(done.errand(() -> run(pool, FakeGuests.COMPLETE))))
                    .isTrue();
            done.over.get(10, TimeUnit.SECONDS);
            assertThat(pool.warm()).isZero();
            guests.proofGate.release();
            atRest(pool);
        }
    }

    /** What became of an errand. */
    private static final class Done {
        final CompletableFuture<Answer> answer = new CompletableFuture<>();
        final CompletableFuture<Thread> thread = new CompletableFuture<>();
        final CompletableFuture<Void> over = new CompletableFuture<>();

        Errand errand(Supplier<Answer> work) {
            return new Errand(
                    () -> {
                        thread.complete(Thread.currentThread());
                        try {
                            answer.complete(work.get());
                        } catch (RuntimeException | Error e) {
                            answer.completeExceptionally(e);
                        }
                    },
                    () -> over.complete(null));
        }

        Answer answer() throws Exception {
            return answer.get(10, TimeUnit.SECONDS);
        }
    }

    private SlotPool pool(int min, int max, int queue, Duration idle, int proofEvery) {
        return new SlotPool(
                guests, new PoolLimits(min, max, queue, idle, 100, proofEvery), counters, "airlock-test-guest");
    }

    private static Answer run(SlotPool pool, String wish) {
        return pool.run(RunInput.of(wish.getBytes(StandardCharsets.UTF_8)), RUN, _ -> new Judgement.Allow());
    }

    private void atRest(SlotPool pool) {
        await().until(() -> pool.waiting() == 0
                && pool.warm() == pool.slots()
                && counters.count(PoolCounters.Count.BORN) - counters.count(PoolCounters.Count.DISCARDED)
                        == guests.alive());
    }

    private static String text(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Ran.class);
        return new String(((Answer.Ran) answer).trace().stdout(), StandardCharsets.UTF_8);
    }

    private static Optional<String> measured(Answer answer) {
        assertThat(((Answer.Ran) answer).trace().end()).isEqualTo(new End.Exited(0));
        return ((Answer.Ran) answer).measured();
    }
}
