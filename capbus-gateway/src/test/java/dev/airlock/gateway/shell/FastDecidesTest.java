package dev.airlock.gateway.shell;

import static dev.airlock.gateway.Samples.LIMITS;
import static dev.airlock.gateway.Samples.NOW;
import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.effective;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.PolicySamples;
import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.gateway.decide.Approving.Answer;
import dev.airlock.lane.Decides.Decision;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.ApprovalWord;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Screening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FastDecidesTest {
    private static final class Loading implements Authorises {
        private boolean atHand;

        @Override
        public Authorisation on(Ask ask) {
            throw new AssertionError("nobody is asked");
        }

        @Override
        public boolean atHand() {
            return atHand;
        }
    }

    @Test
    void it_is_at_hand_when_the_policies_are() {
        var policies = new Loading();
        var decides = new FastDecides(
                LIMITS,
                _ -> effective(PostureLevel.QUARANTINE_EXTERNAL_AI),
                policies,
                (_, _) -> (_, _, _) -> new Answer.Not(Optional.empty()),
                _ -> false);
        assertThat(decides.atHand()).isFalse();
        policies.atHand = true;
        assertThat(decides.atHand()).isTrue();
    }

    private static FastDecides decides(Predicate<String> early) {
        return new FastDecides(
                LIMITS,
                _ -> effective(PostureLevel.QUARANTINE_EXTERNAL_AI),
                PolicySamples.own(),
                (spent, _) -> (screening, _, _) -> spent.apply("a-1")
                        .<Answer>map(why -> new Answer.Not(Optional.of(why)))
                        .orElseGet(() -> new Answer.By(approval(screening))),
                early);
    }

    private static Approval approval(Screening screening) {
        return new Approval(
                "a-1",
                ApprovalWord.APPROVE,
                "operator",
                screening.intent(),
                screening.principal(),
                screening.origin(),
                Lane.FAST,
                "node-0",
                screening.session(),
                screening.payloadHash(),
                Optional.empty(),
                "verdict-1",
                ApprovalLevel.L1,
                "a repair",
                NOW,
                NOW.plusSeconds(60));
    }

    private static Screening wanted(int number) {
        return ask().by(Origin.INTERNAL).named("i-" + number).screening();
    }

    @Test
    void of_many_that_come_at_once_one_uses_the_approval_up() throws Exception {
        FastDecides decides = decides(_ -> false);
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<Decision>> futures = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Screening screening = wanted(i);
                Callable<Decision> one = () -> {
                    begin.await();
                    return decides.decide(screening, NOW);
                };
                futures.add(threads.submit(one));
            }
            begin.countDown();
            int admitted = 0;
            for (Future<Decision> future : futures) {
                admitted += future.get() instanceof Decision.Admit ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(1);
        }
    }

    @Test
    void an_approval_survives_a_busy_lane_and_is_still_used_by_one_run_only() {
        FastDecides decides = decides(_ -> false);
        Order first = admitted(decides.decide(wanted(1), NOW)).order();
        assertThat(decides.decide(wanted(2), NOW)).as("held by the first").isInstanceOf(Decision.Refuse.class);
        decides.undone(first);
        Order second = admitted(decides.decide(wanted(2), NOW)).order();
        decides.undone(first);
        assertThat(decides.decide(wanted(1), NOW))
                .as("who holds it no more cannot give it back for another")
                .isInstanceOf(Decision.Refuse.class);
        decides.undone(second);
        assertThat(decides.decide(wanted(1), NOW)).isInstanceOf(Decision.Admit.class);
        assertThat(decides.decide(wanted(3), NOW)).as("begun, so used up").isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void an_admission_comes_with_its_event_and_that_of_the_approval_it_used() {
        List<GatewayEvent> events =
                admitted(decides(_ -> false).decide(wanted(1), NOW)).events();
        assertThat(events).extracting(GatewayEvent::status).containsExactly("admitted", "redeemed");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.transport()).isEqualTo("in_process");
            assertThat(event.operationId()).isEqualTo("i-1");
        });
        assertThat(events.getFirst().payload().orElseThrow()).contains("intent_admitted.v1", "approved-a-1");
        assertThat(events.getLast().payload().orElseThrow())
                .contains("approval_redeemed.v1", "\"approval_id\":\"a-1\"");
    }

    private static Decision.Admit admitted(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Admit.class);
        return (Decision.Admit) decision;
    }

    @Test
    void an_approval_that_an_earlier_process_may_have_used_does_not_count() {
        assertThat(decides(_ -> true).decide(wanted(1), NOW)).isInstanceOf(Decision.Refuse.class);
        assertThat(decides(_ -> false).decide(wanted(1), NOW)).isInstanceOf(Decision.Admit.class);
    }
}
