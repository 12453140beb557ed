package dev.airlock.ledger.audit.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.decide.Redecides.Again;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PastDecision.Word;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.Switches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedecisionTest {
    private static final Instant START = SomeFacts.START;

    private final PostureHistory postures = new PostureHistory();
    private final List<AuditFinding> findings = new ArrayList<>();

    RedecisionTest() {
        postures.replay(new Posture(
                "posture-1",
                Posture.FLEET,
                1,
                PostureLevel.NORMAL_ZERO_TRUST,
                Switches.of(PostureLevel.NORMAL_ZERO_TRUST),
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                "verdict-1",
                "jis:airlock:observer",
                "a reason",
                Optional.empty(),
                List.of(),
                START.minusSeconds(600)));
    }

    private Redecision of(Redecides gateway) {
        return new Redecision(postures, gateway, START.minusSeconds(60), START.minusSeconds(60), findings::add);
    }

    private static String hash(int number) {
        return "sha256:" + "%064x".formatted(number + 100);
    }

    private static RouteTaken route() {
        return new RouteTaken("code:execute", "airlock-python:latest", "python-safe-boot", 256, "code-execute");
    }

    private static Screening screening(int number) {
        return new Screening(
                "session-1",
                "intent-" + number,
                "code:execute",
                "agent.aint",
                Bytes.of(new byte[] {1, 2, 3}),
                hash(number),
                hash(number + 100),
                Origin.LOCAL,
                "local",
                true,
                Backend.ANY,
                0,
                64,
                Optional.of(route()),
                List.of(),
                Optional.empty(),
                START,
                START,
                Risk.BENIGN,
                100);
    }

    private static Order order(int number, Optional<String> approval) {
        return new Order(
                "session-1",
                "intent-" + number,
                "code:execute",
                "agent.aint",
                Bytes.of(new byte[] {1, 2, 3}),
                hash(number),
                hash(number + 100),
                Origin.LOCAL,
                "local",
                route(),
                Backend.ANY,
                10_000,
                64,
                65_536,
                new Grant(
                        "grant-" + number,
                        "posture-1",
                        "verdict-1",
                        PostureLevel.NORMAL_ZERO_TRUST,
                        START.plusSeconds(number),
                        START.plusSeconds(number + 300L),
                        "",
                        List.of(),
                        approval),
                START,
                START);
    }

    private static RecordPlace place(int number) {
        return new RecordPlace(Topic.ORDERS, 3, number);
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
        decisions.order(place(1), order(1, Optional.empty()));
        decisions.token(SomeFacts.of(1).get());
        decisions.token(SomeFacts.of(2)
                .refused(RefusalKind.POLICY, "no policy permits it")
                .get());
        decisions.screening(screening(1));
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
        decisions.order(place(1), order(1, Optional.empty()));
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
        decisions.token(SomeFacts.of(1).refused(RefusalKind.POLICY, "no").get());
        decisions.token(SomeFacts.of(1).get());
        decisions.order(place(2), order(3, Optional.empty()));
        TokenFacts other = SomeFacts.of(3).get();
        decisions.token(other);
        decisions.token(SomeFacts.of(3).refused(RefusalKind.POLICY, "no").get());
        assertThat(findings)
                .extracting(AuditFinding::text)
                .satisfiesExactly(
                        text -> assertThat(text).contains("tells of a run that the record at TOKENS-3@1 refused"),
                        text -> assertThat(text).contains("refuses what the order at ORDERS-3@2 admitted"));
    }

    @Test
    void what_cannot_be_decided_again_is_counted_by_its_reason() {
        Redecision decisions = of((_, _, _, _) -> new Again.Untold("the moment"));
        decisions.token(SomeFacts.of(1).fast().get());
        decisions.token(SomeFacts.of(2).get());
        decisions.token(SomeFacts.of(3).refused(RefusalKind.POLICY, "no").get());
        decisions.order(place(4), order(4, Optional.empty()));
        decisions.order(place(5), order(5, Optional.empty()));
        decisions.screening(screening(5));
        decisions.token(SomeFacts.of(6)
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
        return new Redecision(postures, (_, _, _, _) -> new Again.Agrees(), since, since, findings::add);
    }

    @Test
    void a_run_that_no_gateway_ordered_is_a_finding_while_its_order_would_have_to_be_held() {
        Redecision decisions = ofAWholeRecord();
        decisions.token(SomeFacts.of(2).get());
        assertThat(decisions.finish()).isEqualTo(new Redecided(0, 1, Map.of()));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(SomeFacts.of(2).get().place());
            assertThat(finding.text()).contains("a run that no gateway has ordered");
        });
    }

    @Test
    void an_order_of_what_snaft_never_screened_is_a_finding_while_its_screening_would_have_to_be_held() {
        Redecision decisions = ofAWholeRecord();
        decisions.order(place(1), order(1, Optional.empty()));
        decisions.token(SomeFacts.of(1).get());
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
        decisions.token(SomeFacts.of(3).refused(RefusalKind.POLICY, "no").get());
        assertThat(decisions.finish().untold()).isEqualTo(Map.of(Redecision.NO_SCREENING, 1L));
        assertThat(findings).isEmpty();
    }

    @Test
    void an_approval_that_two_orders_of_one_moment_redeem_is_a_finding() {
        Redecision decisions = of((_, _, _, _) -> new Again.Agrees());
        decisions.order(place(1), order(1, Optional.of("approval-1")));
        decisions.order(place(2), order(1, Optional.of("approval-1")));
        assertThat(findings).as("the same order again").isEmpty();
        decisions.order(place(3), inTheMomentOf(order(1, Optional.of("approval-1")), order(2, Optional.empty())));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(place(3));
            assertThat(finding.text()).contains("approval-1").contains(place(1).toString());
        });
    }

    private static Order inTheMomentOf(Order first, Order other) {
        return new Order(
                other.session(),
                other.intentId(),
                other.intent(),
                other.fromAint(),
                other.envelope(),
                other.intentHash(),
                other.payloadHash(),
                other.origin(),
                other.principal(),
                other.route(),
                other.backend(),
                other.deadlineMillis(),
                other.memoryMib(),
                other.outputBytesMax(),
                first.grant(),
                other.createdAt(),
                other.screenedAt());
    }

    @Test
    void an_approval_counts_as_used_up_only_after_the_order_that_used_it() {
        List<Set<String>> usedUp = new ArrayList<>();
        Redecision decisions = of((_, _, _, used) -> {
            usedUp.add(used);
            return new Again.Agrees();
        });
        decisions.order(place(1), order(1, Optional.of("approval-1")));
        decisions.order(place(2), order(2, Optional.empty()));
        decisions.screening(screening(1));
        decisions.screening(screening(2));
        assertThat(usedUp).containsExactly(Set.of(), Set.of("approval-1"));
    }
}
