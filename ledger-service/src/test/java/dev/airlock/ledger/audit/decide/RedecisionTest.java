package dev.airlock.ledger.audit.decide;

import static dev.airlock.ledger.audit.decide.SomeDecisions.place;
import static dev.airlock.ledger.audit.decide.SomeDecisions.screening;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.decide.Redecides.Again;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PastDecision.Word;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedecisionTest {
    private static final Instant START = SomeFacts.START;

    private final PostureHistory postures = new PostureHistory(new HeldRows());
    private final List<AuditFinding> findings = new ArrayList<>();
    private UsedUp usedUp = (_, _) -> false;

    RedecisionTest() {
        postures.replay(SomeDecisions.posture());
    }

    private Redecision of(Redecides gateway) {
        return of(gateway, START.minusSeconds(60));
    }

    private Redecision of(Redecides gateway, Instant heldSince) {
        return new Redecision(postures, gateway, usedUp, new Redecision.Held(heldSince, heldSince), findings::add);
    }

    private static void order(Redecision decisions, int number) {
        decisions.order(Redecision.admission(place(number), SomeDecisions.order(number, Optional.empty())));
    }

    /** As whoever reads the tokens hands them in. */
    private static void token(Redecision decisions, TokenFacts facts) {
        Redecision.refusal(facts).ifPresentOrElse(decisions::refused, () -> decisions.ran(Redecision.run(facts)));
    }

    @Test
    void an_admission_and_a_refusal_that_come_out_the_same_agree() {
        List<Word> asked = new ArrayList<>();
        Redecision decisions = of((screening, past, bound, _) -> {
            assertThat(bound).singleElement().satisfies(one -> assertThat(one.postureId())
                    .isEqualTo("posture-1"));
            assertThat(past.intentHash()).isEqualTo(screening.intentHash());
            asked.add(past.word());
            return new Again.Agrees();
        });
        order(decisions, 1);
        token(decisions, SomeFacts.of(1).get());
        decisions.screening(screening(1));
        token(
                decisions,
                SomeFacts.of(2)
                        .refused(RefusalKind.POLICY, "no policy permits it")
                        .get());
        decisions.screening(screening(2));
        decisions.screening(screening(2));
        decisions.screening(screening(9));
        assertThat(decisions.finish()).isEqualTo(new Redecided(2, 0, Map.of()));
        assertThat(asked).hasSize(2).hasAtLeastOneElementOfType(Word.Admitted.class);
        assertThat(((Word.Admitted) asked.getFirst()).terms().envelope().isEmpty())
                .isTrue();
        assertThat(findings).isEmpty();
    }

    @Test
    void a_decision_that_comes_out_otherwise_is_a_finding() {
        Redecision decisions = of((_, _, _, _) -> new Again.Differs("it was admitted, and is refused"));
        order(decisions, 1);
        decisions.screening(screening(1));
        assertThat(decisions.finish()).isEqualTo(new Redecided(0, 1, Map.of()));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.DISAGREEMENT);
            assertThat(finding.place()).isEqualTo(place(1));
        });
    }

    @Test
    void a_run_that_nobody_admitted_so_is_a_finding() {
        Redecision decisions = of((_, _, _, _) -> new Again.Agrees());
        token(decisions, SomeFacts.of(1).refused(RefusalKind.POLICY, "no").get());
        token(decisions, SomeFacts.of(1).get());
        decisions.order(Redecision.admission(place(2), SomeDecisions.order(3, Optional.empty())));
        token(decisions, SomeFacts.of(3).get());
        token(decisions, SomeFacts.of(3).refused(RefusalKind.POLICY, "no").get());
        assertThat(findings)
                .extracting(AuditFinding::text)
                .satisfiesExactly(
                        text -> assertThat(text).contains("tells of a run that the record at TOKENS-3@1 refused"),
                        text -> assertThat(text).contains("refuses what the order at ORDERS-3@2 admitted"));
    }

    @Test
    void what_cannot_be_decided_again_is_counted_by_its_reason() {
        Redecision decisions = of((_, _, _, _) -> new Again.Untold("the moment"));
        decisions.untold(Redecision.FAST_LANE, 1);
        token(decisions, SomeFacts.of(2).get());
        token(decisions, SomeFacts.of(3).refused(RefusalKind.POLICY, "no").get());
        order(decisions, 4);
        order(decisions, 5);
        decisions.screening(screening(5));
        token(
                decisions,
                SomeFacts.of(6)
                        .made(START.minusSeconds(3_600))
                        .refused(RefusalKind.POLICY, "no")
                        .get());
        assertThat(decisions.finish().untold())
                .isEqualTo(Map.of(
                        Redecision.FAST_LANE,
                        1L,
                        Redecision.NO_ORDER,
                        1L,
                        Redecision.NO_SCREENING,
                        3L,
                        "the moment",
                        1L));
        assertThat(findings).isEmpty();
    }

    /** All that was appended since a week before the records is still held. */
    private Redecision ofAWholeRecord() {
        Instant since = START.minus(Duration.ofDays(7));
        return of((_, _, _, _) -> new Again.Agrees(), since);
    }

    @Test
    void a_run_that_no_gateway_ordered_is_a_finding_while_its_order_would_have_to_be_held() {
        Redecision decisions = ofAWholeRecord();
        token(decisions, SomeFacts.of(2).get());
        assertThat(decisions.finish()).isEqualTo(new Redecided(0, 1, Map.of()));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(SomeFacts.of(2).get().place());
            assertThat(finding.text()).contains("a run that no gateway has ordered");
        });
    }

    @Test
    void an_order_of_what_snaft_never_screened_is_a_finding_while_its_screening_would_have_to_be_held() {
        Redecision decisions = ofAWholeRecord();
        order(decisions, 1);
        token(decisions, SomeFacts.of(1).get());
        decisions.screening(screening(2));
        assertThat(decisions.finish()).isEqualTo(new Redecided(0, 1, Map.of()));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(place(1));
            assertThat(finding.text()).contains("snaft has not screened");
        });
    }

    @Test
    void a_refusal_without_a_screening_is_none_since_doors_refuse_before_it() {
        Redecision decisions = ofAWholeRecord();
        token(decisions, SomeFacts.of(3).refused(RefusalKind.POLICY, "no").get());
        assertThat(decisions.finish().untold()).isEqualTo(Map.of(Redecision.NO_SCREENING, 1L));
        assertThat(findings).isEmpty();
    }

    @Test
    void whoever_decides_again_is_told_what_was_used_up_before_that_decision() {
        usedUp = (approval, at) -> approval.equals("approval-1") && at.isAfter(START.plusSeconds(1));
        List<Boolean> told = new ArrayList<>();
        Redecision decisions = of((_, _, _, used) -> {
            told.add(used.test("approval-1"));
            assertThat(used.test("approval-2")).isFalse();
            return new Again.Agrees();
        });
        for (int number = 1; number <= 2; number++) {
            order(decisions, number);
            decisions.screening(screening(number));
        }
        assertThat(told).containsExactly(false, true);
    }

    @Test
    void on_whose_behalf_an_order_runs_is_among_its_terms() {
        assertThat(Redecision.terms(onBehalfOfAlice()).onBehalfOf()).containsExactly("alice");
    }

    private static Order onBehalfOfAlice() {
        Order order = SomeDecisions.order(1, Optional.empty());
        return new Order(
                order.session(),
                order.intentId(),
                order.intent(),
                order.fromAint(),
                order.envelope(),
                order.intentHash(),
                order.payloadHash(),
                order.origin(),
                order.principal(),
                order.route(),
                order.backend(),
                order.deadlineMillis(),
                order.memoryMib(),
                order.outputBytesMax(),
                order.grant(),
                order.createdAt(),
                order.screenedAt(),
                List.of("alice"));
    }
}
