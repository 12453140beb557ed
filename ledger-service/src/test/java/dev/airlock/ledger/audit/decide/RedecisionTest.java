package dev.airlock.ledger.audit.decide;

import static dev.airlock.ledger.audit.decide.SomeDecisions.place;
import static dev.airlock.ledger.audit.decide.SomeDecisions.screening;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.ledger.audit.decide.Redecides.Again;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.PastDecision.Word;
import dev.airlock.ledger.audit.model.PastRun;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.RefusalKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedecisionTest {
    private static final Instant START = SomeFacts.START;

    private final PostureHistory postures = new PostureHistory(new HeldRows());
    private final List<AuditFinding> findings = new ArrayList<>();
    private UsedUp usedUp = (_, _) -> false;

    RedecisionTest() {
        postures.replay(SomeDecisions.posture(), SomeDecisions.posture().decidedAt());
    }

    private Redecision of(Redecides gateway) {
        return of(gateway, START.minusSeconds(60));
    }

    private Redecision of(Redecides gateway, Instant heldSince) {
        return new Redecision(postures, gateway, usedUp, new Redecision.Held(heldSince, heldSince), findings::add);
    }

    private static void order(Redecision decisions, int number) {
        decisions.order(Redecision.admission(
                place(number), SomeDecisions.appended(number), SomeDecisions.order(number, Optional.empty())));
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
        decisions.order(
                Redecision.admission(place(2), SomeDecisions.appended(3), SomeDecisions.order(3, Optional.empty())));
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

    private static Stream<RuntimeException> refusals_to_count() {
        return Stream.of(
                new IllegalArgumentException("grant_ttl is 7999 years"),
                new DateTimeException("Instant exceeds minimum or maximum instant"),
                new ArithmeticException("long overflow"));
    }

    @ParameterizedTest
    @MethodSource("refusals_to_count")
    void what_the_rules_cannot_count_with_is_a_finding_at_its_record_and_the_next_is_decided(RuntimeException refusal) {
        Redecision decisions = of((screening, _, _, _) -> {
            if (screening.key().id().equals("intent-1")) {
                throw refusal;
            }
            return new Again.Agrees();
        });
        for (int number = 1; number <= 2; number++) {
            order(decisions, number);
            decisions.screening(screening(number));
        }
        assertThat(decisions.finish()).isEqualTo(new Redecided(1, 1, Map.of()));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.UNDECIDABLE);
            assertThat(finding.place()).isEqualTo(place(1));
            assertThat(finding.text())
                    .isEqualTo(
                            "what was decided of session-1/intent-1 cannot be decided again: " + refusal.getMessage());
        });
    }

    @Test
    void a_fault_of_our_own_is_no_finding() {
        Redecision decisions = of((_, _, _, _) -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        });
        order(decisions, 1);
        var screening = screening(1);
        assertThatThrownBy(() -> decisions.screening(screening)).isInstanceOf(UncheckedIOException.class);
        assertThat(findings).isEmpty();
    }

    /** An order of this number, said to be given at one time and for so long, that the broker took at another. */
    private static PastDecision given(int number, Instant at, Duration length, Instant appended) {
        Order order = SomeDecisions.order(number, Optional.empty());
        Grant grant = order.grant();
        return Redecision.admission(
                place(number),
                appended,
                with(
                        order,
                        new Grant(
                                grant.grantId(),
                                grant.postureId(),
                                grant.verdictId(),
                                grant.posture(),
                                at,
                                at.plus(length)),
                        List.of()));
    }

    @Test
    void an_order_at_the_end_of_time_stops_nothing() {
        Redecision decisions = of((_, _, _, _) -> new Again.Agrees());
        Instant end = Instant.parse("9999-12-31T23:59:58Z");
        decisions.order(given(1, end, Duration.ofSeconds(1), START));
        decisions.screening(screening(1));
        order(decisions, 2);
        decisions.screening(screening(2));
        assertThat(decisions.finish()).isEqualTo(new Redecided(1, 1, Map.of()));
        assertThat(findings)
                .extracting(AuditFinding::kind)
                .containsExactlyInAnyOrder(FindingKind.POST_DATED, FindingKind.UNDECIDABLE);
        assertThat(findings).extracting(AuditFinding::place).containsOnly(place(1));
    }

    @Test
    void an_order_that_is_dated_otherwise_than_it_was_recorded_is_told_and_escapes_nothing() {
        Redecision decisions = ofAWholeRecord();
        Instant before = START.minus(Duration.ofDays(30));
        decisions.order(given(1, before, Duration.ofMinutes(5), START));
        assertThat(decisions.finish().disagreed()).isEqualTo(1);
        assertThat(findings)
                .extracting(AuditFinding::kind)
                .containsExactly(FindingKind.BACK_DATED, FindingKind.DISAGREEMENT);
        assertThat(findings.getLast().text()).contains("snaft has not screened");
    }

    @Test
    void a_refusal_that_says_it_is_old_is_compared_by_when_it_was_recorded() {
        Redecision decisions = ofAWholeRecord();
        order(decisions, 1);
        token(
                decisions,
                SomeFacts.of(1)
                        .refused(RefusalKind.POLICY, "no")
                        .admitted(START.minus(Duration.ofDays(30)))
                        .get());
        token(
                decisions,
                SomeFacts.of(2)
                        .refused(RefusalKind.POLICY, "no")
                        .admitted(START.minus(Duration.ofDays(30)))
                        .get());
        decisions.screening(screening(2));
        assertThat(decisions.finish().untold())
                .as("its posture of a month ago is none")
                .containsEntry(Redecision.NO_POSTURE, 1L);
        assertThat(findings).extracting(AuditFinding::text).anySatisfy(text -> assertThat(text)
                .contains("refuses what the order at"));
    }

    @Test
    void an_order_under_a_posture_that_could_not_bind_it_is_a_finding() {
        Redecision decisions = of((_, _, _, _) -> {
            throw new AssertionError("there is nothing to ask");
        });
        Grant grant = SomeDecisions.order(1, Optional.empty()).grant();
        var madeUp = new Grant(
                grant.grantId(),
                "posture-nobody",
                grant.verdictId(),
                grant.posture(),
                grant.issuedAt(),
                grant.expiresAt());
        decisions.order(Redecision.admission(
                place(1),
                SomeDecisions.appended(1),
                with(SomeDecisions.order(1, Optional.empty()), madeUp, List.of())));
        decisions.screening(screening(1));
        assertThat(decisions.finish()).isEqualTo(new Redecided(0, 1, Map.of()));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(place(1));
            assertThat(finding.text()).startsWith("it was admitted under posture posture-nobody, which policy never");
        });
    }

    @Test
    void a_second_order_of_an_intent_says_what_the_first_says() {
        Redecision decisions = of((_, _, _, _) -> new Again.Agrees());
        order(decisions, 1);
        order(decisions, 1);
        assertThat(findings).isEmpty();
        decisions.order(Redecision.admission(
                place(7),
                SomeDecisions.appended(1),
                with(
                        SomeDecisions.order(1, Optional.empty()),
                        SomeDecisions.order(1, Optional.empty()).grant(),
                        List.of("alice"))));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(place(7));
            assertThat(finding.text()).contains("on other terms than the order at " + place(1));
        });
    }

    @Test
    void a_run_repeats_when_its_order_was_given_and_is_of_the_intent_that_was_ordered() {
        Redecision decisions = of((_, _, _, _) -> new Again.Agrees());
        order(decisions, 1);
        token(
                decisions,
                SomeFacts.of(1).admitted(START.minus(Duration.ofDays(3))).get());
        order(decisions, 2);
        PastRun run = Redecision.run(SomeFacts.of(2).get());
        decisions.ran(new PastRun(
                run.place(),
                run.token(),
                run.key(),
                run.appended(),
                "sha256:" + "f".repeat(64),
                run.admitted(),
                run.grantId(),
                run.refused()));
        order(decisions, 3);
        token(decisions, SomeFacts.of(3).get());
        assertThat(findings)
                .extracting(AuditFinding::text)
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("it says that it was admitted at 2026-02-26T"),
                        text -> assertThat(text).startsWith("it is of the intent sha256:ffff"));
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
        return with(order, order.grant(), List.of("alice"));
    }

    private static Order with(Order order, Grant grant, List<String> onBehalfOf) {
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
                grant,
                order.createdAt(),
                order.screenedAt(),
                onBehalfOf);
    }
}
