package dev.airlock.gateway.mux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.Samples;
import dev.airlock.gateway.decide.Pressure;
import dev.airlock.gateway.decide.PressureChange;
import dev.airlock.gateway.decide.Quota.Word;
import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.model.QuotaLimits;
import dev.airlock.gateway.wire.AnswerWriter;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardedExchangeTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Samples.NOW);

    private final Inner inner = new Inner();

    /** Answers at once, or when it is told to. */
    private static final class Inner implements Exchange {
        private final List<CompletableFuture<Answer>> open = new ArrayList<>();
        private final List<Refusal> refused = new ArrayList<>();
        private boolean waits;
        private int asked;

        @Override
        public CompletionStage<Answer> submit(FrameRead read, byte[] bytes, Client client, LiveOutput live) {
            return asked();
        }

        @Override
        public CompletionStage<Answer> submit(Intents.Opened opened, byte[] record, Client client, LiveOutput live) {
            return asked();
        }

        private synchronized CompletionStage<Answer> asked() {
            asked++;
            var answer = new CompletableFuture<Answer>();
            open.add(answer);
            if (!waits) {
                answer.complete(fine());
            }
            return answer;
        }

        private static Answer fine() {
            return new Answer(1, 200, "code:execute", Optional.empty(), Optional.empty(), "fine");
        }

        @Override
        public CompletionStage<Answer> refuse(FrameRead.Bad known, byte[] bytes, Refusal refusal) {
            refused.add(refusal);
            return CompletableFuture.completedStage(
                    new Answer(known.channelId(), 503, known.intent(), Optional.empty(), Optional.empty(), "token"));
        }
    }

    private static Guard guard(int requests, long hold, int holdsMax, int low, int high) {
        return new Guard(config(requests, hold, holdsMax, low, high), _ -> true, _ -> {});
    }

    private static GuardConfig config(int requests, long hold, int holdsMax, int low, int high) {
        return new GuardConfig(
                new QuotaLimits(requests, 10_000, 100, 99, 100, hold),
                QuotaLimits.ofPrincipal(3, 10_000),
                holdsMax,
                low,
                high);
    }

    private static FrameRead frame(String intent) {
        return new FrameRead.Good(new Frame(
                1, intent, "me", Bytes.EMPTY, Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, Backend.ANY));
    }

    private static Client from(String address) {
        return new Client("c", address);
    }

    private CompletableFuture<Answer> ask(Exchange exchange, FrameRead read, String address) {
        return exchange.submit(read, new byte[] {1}, from(address), LiveOutput.none())
                .toCompletableFuture();
    }

    @Test
    void a_flood_is_one_token_for_its_hold_and_not_one_for_each_request() {
        Guard guard = guard(2, 60_000, 1, 100, 200);
        var exchange = new GuardedExchange(inner, guard, false, CLOCK);
        for (int i = 0; i < 50; i++) {
            var _ = ask(exchange, frame("code:execute"), "192.0.2.1");
        }
        assertThat(inner.asked).isEqualTo(2);
        assertThat(inner.refused).singleElement().satisfies(one -> assertThat(one.rule())
                .isEqualTo("quota.requests"));
        assertThat(guard.tally()).isEqualTo(new Guard.Tally(2, 48, 1, 0, Pressure.NORMAL));
    }

    @Test
    void as_many_as_may_be_are_held_without_an_answer_and_the_rest_is_told_at_once_when_to_come_again()
            throws Exception {
        var exchange = new GuardedExchange(inner, guard(1, 60_000, 2, 100, 200), false, CLOCK);
        var answers = new ArrayList<CompletableFuture<Answer>>();
        for (int i = 0; i < 5; i++) {
            answers.add(ask(exchange, frame("code:execute"), "192.0.2.1"));
        }
        assertThat(answers).extracting(CompletableFuture::isDone).containsExactly(true, false, false, true, true);
        Answer told = answers.getLast().get(1, TimeUnit.SECONDS);
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.retryAfter().orElseThrow()).hasSeconds(60);
        assertThat(new String(AnswerWriter.write(told), StandardCharsets.UTF_8)).contains("\"retry_after_ms\" : 60000");
    }

    @Test
    void a_held_request_is_answered_when_its_hold_is_over() throws Exception {
        var exchange = new GuardedExchange(inner, guard(1, 100, 5, 100, 200), false, CLOCK);
        var _ = ask(exchange, frame("code:execute"), "192.0.2.1");
        assertThat(ask(exchange, frame("code:execute"), "192.0.2.1")
                        .get(10, TimeUnit.SECONDS)
                        .status())
                .isEqualTo(503);
    }

    @Test
    void one_address_s_hold_is_not_another_s() {
        var exchange = new GuardedExchange(inner, guard(1, 60_000, 0, 100, 200), false, CLOCK);
        var _ = ask(exchange, frame("code:execute"), "192.0.2.1");
        assertThat(ask(exchange, frame("code:execute"), "192.0.2.1").join().status())
                .isEqualTo(503);
        assertThat(ask(exchange, frame("code:execute"), "192.0.2.2").join().status())
                .isEqualTo(200);
    }

    @Test
    void what_cannot_be_read_and_what_cancels_counts_as_well() {
        var exchange = new GuardedExchange(inner, guard(2, 60_000, 0, 100, 200), false, CLOCK);
        var _ = ask(exchange, FrameRead.Bad.unframed("x"), "192.0.2.1");
        var _ = ask(exchange, new FrameRead.Cancel(1, Optional.empty(), "i"), "192.0.2.1");
        assertThat(ask(exchange, frame("code:execute"), "192.0.2.1").join().status())
                .isEqualTo(503);
    }

    @Test
    void this_machine_s_user_is_never_held() {
        var exchange = new GuardedExchange(inner, guard(1, 60_000, 0, 100, 200), true, CLOCK);
        for (int i = 0; i < 100; i++) {
            assertThat(ask(exchange, frame("code:execute"), "127.0.0.1").join().status())
                    .isEqualTo(200);
        }
    }

    private static Intents.Opened signed(Origin origin, int number) {
        var intent = new Intent(
                "i-" + number,
                "s",
                "code:execute",
                "me",
                origin,
                Lane.BUS,
                "",
                Bytes.EMPTY,
                0,
                0,
                Backend.ANY,
                Samples.NOW,
                "n");
        var caller = new Intents.Caller.Known(new CallerKeys.Speaker("somebody", origin), Samples.LOCAL.id());
        return Intents.vouched(intent, Intents.body(intent), caller);
    }

    @ParameterizedTest
    @CsvSource({"OPERATOR, 50, 0", "LOCAL, 50, 0", "EXTERNAL, 3, 47"})
    void who_signs_has_the_quota_of_its_principal_and_an_operator_none(Origin origin, int passed, int refused) {
        Guard guard = guard(1, 60_000, 0, 100, 200);
        var exchange = new GuardedExchange(inner, guard, false, CLOCK);
        for (int i = 0; i < 50; i++) {
            assertThat(ask(exchange, signed(origin, i), "192.0.2.1")).isDone();
        }
        assertThat(guard.tally().passed()).isEqualTo(passed);
        assertThat(guard.tally().refused()).isEqualTo(refused);
        assertThat(inner.refused).isEmpty();
    }

    private static CompletableFuture<Answer> ask(Exchange exchange, Intents.Opened opened, String address) {
        return exchange.submit(opened, new byte[0], from(address), LiveOutput.none())
                .toCompletableFuture();
    }

    @Test
    void copies_of_a_principal_s_intent_use_up_the_quota_of_whoever_sends_them_and_not_its_own() {
        var exchange = new GuardedExchange(inner, guard(2, 60_000, 0, 100, 200), false, CLOCK);
        assertThat(ask(exchange, signed(Origin.EXTERNAL, 0), "192.0.2.1").join().status())
                .isEqualTo(200);
        for (int i = 0; i < 50; i++) {
            var _ = ask(exchange, signed(Origin.EXTERNAL, 0), "198.51.100.7");
        }
        assertThat(inner.asked).as("the copier's two, and the first one").isEqualTo(3);
        assertThat(ask(exchange, signed(Origin.EXTERNAL, 1), "192.0.2.1").join().status())
                .isEqualTo(200);
        assertThat(ask(exchange, signed(Origin.EXTERNAL, 0), "198.51.100.7")
                        .join()
                        .status())
                .isEqualTo(503);
    }

    @Test
    void copies_of_an_operator_s_intent_are_no_way_around_the_quota() {
        var exchange = new GuardedExchange(inner, guard(2, 60_000, 0, 100, 200), false, CLOCK);
        for (int i = 0; i < 50; i++) {
            var _ = ask(exchange, signed(Origin.OPERATOR, 0), "198.51.100.7");
        }
        assertThat(inner.asked).isEqualTo(3);
    }

    @Test
    void what_was_signed_too_long_ago_counts_as_its_sender_s() {
        InstantSource later =
                InstantSource.fixed(Samples.NOW.plus(Intent.AGE_MAX).plusSeconds(1));
        var exchange = new GuardedExchange(inner, guard(2, 60_000, 0, 100, 200), false, later);
        for (int i = 0; i < 50; i++) {
            var _ = ask(exchange, signed(Origin.OPERATOR, i), "198.51.100.7");
        }
        assertThat(inner.asked).isEqualTo(2);
    }

    @Test
    void as_many_intents_are_remembered_as_there_is_room_for() {
        var firsts = new Firsts(2);
        for (String intent : List.of("a", "b", "c")) {
            assertThat(firsts.claim(intent, Samples.NOW, Samples.NOW)).isTrue();
        }
        assertThat(firsts.size()).isEqualTo(2);
        assertThat(firsts.claim("c", Samples.NOW, Samples.NOW)).isFalse();
        Instant past = Samples.NOW.plus(Intent.AGE_MAX).plus(Intent.AHEAD_MAX);
        assertThat(firsts.claim("d", past, past)).isTrue();
        assertThat(firsts.size()).as("what is no more fresh is forgotten").isEqualTo(1);
    }

    /** Both are on their way in before either is let in. */
    @Test
    void of_two_copies_in_the_same_moment_one_counts_as_the_principal_s_first() throws Exception {
        var bothAreThere = new CyclicBarrier(2);
        var guard = new Guard(config(10, 60_000, 0, 100, 200), _ -> met(bothAreThere), _ -> {});
        var exchange = new GuardedExchange(inner, guard, false, CLOCK);
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> answers = threads.invokeAll(List.of(
                    () -> ask(exchange, signed(Origin.EXTERNAL, 0), "192.0.2.1")
                            .join()
                            .status(),
                    () -> ask(exchange, signed(Origin.EXTERNAL, 0), "198.51.100.7")
                            .join()
                            .status()));
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(guard.principals().size()).isEqualTo(1);
        assertThat(guard.strangers().size()).as("the other is its sender's").isEqualTo(1);
    }

    private static boolean met(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the other one did not come", e);
        }
    }

    @Test
    void what_was_turned_away_for_want_of_room_comes_again_as_its_principal_s_own() {
        Guard guard = guard(1, 60_000, 0, 2, 4);
        Exchange exchange = overloaded(guard, false);
        for (int i = 0; i < 3; i++) {
            assertThat(ask(exchange, signed(Origin.EXTERNAL, 0), "192.0.2.1")
                            .join()
                            .note())
                    .contains("are under way");
        }
        inner.open.forEach(one -> one.complete(Inner.fine()));
        assertThat(guard.strangers().size()).isZero();
    }

    private Exchange overloaded(Guard guard, boolean local) {
        inner.waits = true;
        var filling = new GuardedExchange(inner, guard, true, CLOCK);
        for (int i = 0; i < guard.config().high(); i++) {
            assertThat(ask(filling, frame("code:execute"), "127.0.0.1")).isNotDone();
        }
        assertThat(guard.tally().pressure()).isEqualTo(Pressure.OVERLOADED);
        return new GuardedExchange(inner, guard, local, CLOCK);
    }

    @Test
    void a_favoured_name_to_which_no_route_leads_gets_nobody_through_an_overload() {
        Guard guard = new Guard(config(100, 1, 0, 2, 4), intent -> intent.startsWith("code:"), _ -> {});
        Exchange exchange = overloaded(guard, true);
        assertThat(ask(exchange, frame("triage.resync"), "127.0.0.1").join().status())
                .isEqualTo(503);
    }

    @Test
    void a_favoured_name_gets_nobody_from_outside_through_an_overload() {
        Exchange exchange = overloaded(guard(100, 1, 0, 2, 4), false);
        assertThat(ask(exchange, frame("triage.resync"), "192.0.2.1").join().status())
                .isEqualTo(503);
        assertThat(ask(exchange, signed(Origin.EXTERNAL, 0), "192.0.2.1").join().status())
                .isEqualTo(503);
    }

    @Test
    void an_operator_gets_through_an_overload_whatever_he_wants() {
        Exchange exchange = overloaded(guard(100, 1, 0, 2, 4), false);
        assertThat(ask(exchange, signed(Origin.OPERATOR, 0), "192.0.2.1")).isNotDone();
    }

    @Test
    void a_copy_of_an_operator_s_intent_gets_nobody_through_an_overload() {
        Exchange exchange = overloaded(guard(100, 1, 0, 2, 4), false);
        assertThat(ask(exchange, signed(Origin.OPERATOR, 0), "192.0.2.1")).isNotDone();
        assertThat(ask(exchange, signed(Origin.OPERATOR, 0), "198.51.100.7")
                        .join()
                        .status())
                .isEqualTo(503);
    }

    @Test
    void a_lane_that_is_full_refuses_its_own_until_one_of_them_is_answered() {
        var exchange = new GuardedExchange(inner, guard(100, 1, 0, 100, 200), true, CLOCK);
        inner.waits = true;
        var _ = ask(exchange, frame("factory.a"), "127.0.0.1");
        var _ = ask(exchange, frame("factory.b"), "127.0.0.1");
        Answer third = ask(exchange, frame("factory.c"), "127.0.0.1").join();
        assertThat(third.status()).isEqualTo(503);
        assertThat(third.note()).contains("of the lane factory.");
        assertThat(third.retryAfter()).isPresent();
        assertThat(ask(exchange, frame("code:execute"), "127.0.0.1")).isNotDone();
        inner.open.getFirst().complete(Inner.fine());
        assertThat(ask(exchange, frame("factory.c"), "127.0.0.1")).isNotDone();
    }

    @Test
    void under_pressure_only_what_repairs_is_let_in_until_it_has_fallen() {
        var changes = new ArrayList<PressureChange>();
        Guard guard = new Guard(config(100, 1, 0, 2, 4), _ -> true, changes::add);
        var exchange = new GuardedExchange(inner, guard, true, CLOCK);
        inner.waits = true;
        for (int i = 0; i < 4; i++) {
            assertThat(ask(exchange, frame("code:execute"), "127.0.0.1")).isNotDone();
        }
        assertThat(guard.tally().pressure()).isEqualTo(Pressure.OVERLOADED);
        assertThat(ask(exchange, frame("code:execute"), "127.0.0.1").join().status())
                .isEqualTo(503);
        assertThat(ask(exchange, frame("triage.resync"), "127.0.0.1")).isNotDone();
        inner.open.getFirst().complete(Inner.fine());
        inner.open.get(1).complete(Inner.fine());
        assertThat(guard.tally().pressure()).isEqualTo(Pressure.RECOVERING);
        assertThat(ask(exchange, frame("code:execute"), "127.0.0.1").join().status())
                .isEqualTo(503);
        assertThat(ask(exchange, frame("service.rpc"), "127.0.0.1")).isNotDone();
        inner.open.forEach(one -> one.complete(Inner.fine()));
        assertThat(guard.tally().pressure()).isEqualTo(Pressure.NORMAL);
        assertThat(guard.tally().underWay()).isZero();
        assertThat(changes)
                .extracting(PressureChange::is)
                .containsExactly(
                        Pressure.PRESSURE_RISING,
                        Pressure.OVERLOADED,
                        Pressure.RECOVERING,
                        Pressure.OVERLOADED,
                        Pressure.RECOVERING,
                        Pressure.NORMAL);
    }

    @Test
    void an_exchange_that_breaks_leaves_nothing_under_way() {
        Guard guard = guard(100, 1, 0, 2, 4);
        org.assertj.core.api.Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> guard.pass("a", Origin.LOCAL, 0, () -> {
                    throw new IllegalStateException("broken");
                }));
        assertThat(guard.tally().underWay()).isZero();
    }

    @Test
    void habits_are_bounded_and_who_is_held_is_not_forgotten_for_others() {
        var habits = new Habits(2);
        var limits = new QuotaLimits(1, 10_000, 100, 99, 100, 60_000);
        habits.weigh("a", limits, 0, "d", "");
        assertThat(habits.weigh("a", limits, 1, "e", "")).isInstanceOf(Word.Hold.class);
        assertThat(habits.weigh("b", limits, 2, "d", "")).isInstanceOf(Word.Pass.class);
        assertThat(habits.weigh("c", limits, 3, "d", "")).isInstanceOf(Word.Pass.class);
        assertThat(habits.size()).isEqualTo(2);
        assertThat(habits.weigh("a", limits, 4, "f", "")).isInstanceOf(Word.Hold.class);
        habits.weigh("c", limits, 5, "e", "");
        assertThat(habits.weigh("d", limits, 6, "d", ""))
                .isInstanceOfSatisfying(
                        Word.Hold.class, hold -> assertThat(hold.rule()).isEqualTo("quota.callers"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8::1, 20010db800000000/64",
        "2001:db8::ffff:1, 20010db800000000/64",
        "some.name, elsewhere",
        "dead.beef, elsewhere",
        "'', elsewhere"
    })
    void a_network_of_one_host_s_addresses_is_one_caller(String address, String caller) {
        assertThat(Neighbourhood.of(address)).isEqualTo(caller);
    }
}
