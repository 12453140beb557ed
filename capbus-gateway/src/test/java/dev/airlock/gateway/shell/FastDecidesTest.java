package dev.airlock.gateway.shell;

import static dev.airlock.gateway.Samples.LIMITS;
import static dev.airlock.gateway.Samples.NOW;
import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.effective;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.PolicySamples;
import dev.airlock.gateway.decide.Approving.Answer;
import dev.airlock.lane.Decides.Decision;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.ApprovalWord;
import dev.airlock.schemas.model.Lane;
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
    void an_approval_that_an_earlier_process_may_have_used_does_not_count() {
        assertThat(decides(_ -> true).decide(wanted(1), NOW)).isInstanceOf(Decision.Refuse.class);
        assertThat(decides(_ -> false).decide(wanted(1), NOW)).isInstanceOf(Decision.Admit.class);
    }
}
