package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.decide.HeldRows;
import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.Redecides;
import dev.airlock.ledger.audit.decide.Redecides.Again;
import dev.airlock.ledger.audit.decide.Redecision;
import dev.airlock.ledger.audit.decide.SomeDecisions;
import dev.airlock.ledger.audit.decide.SomeFacts;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionsTest {
    private static final Instant START = SomeFacts.START;

    @TempDir
    private Path scratch;

    private final List<AuditFinding> findings = new ArrayList<>();

    private Decisions decisions(Redecides gateway) {
        var postures = new PostureHistory(new HeldRows());
        postures.replay(SomeDecisions.posture(), SomeDecisions.posture().decidedAt());
        return new Decisions(
                3, postures, gateway, START.plus(Duration.ofHours(1)), new Scratch(scratch), findings::add);
    }

    private static Screening screening(int number) {
        byte[] envelope = new byte[number % 1_000];
        new Random(number).nextBytes(envelope);
        return SomeDecisions.screening(number).with(Bytes.of(envelope));
    }

    @Test
    void what_was_recorded_comes_together_in_whatever_order_and_however_much_there_is() {
        int many = 2 * SortedSpool.HELD_MAX;
        Map<String, PastDecision> asked = new HashMap<>();
        try (Decisions decisions = decisions((screening, past, _, _) -> {
            asked.put(past.key().id(), past);
            int number = Integer.parseInt(past.key().id().substring("intent-".length()));
            assertThat(screening).isEqualTo(screening(number));
            return new Again.Agrees();
        })) {
            List<Integer> numbers = new ArrayList<>();
            for (int number = 0; number < many; number++) {
                numbers.add(number);
            }
            var random = new Random(5);
            Collections.shuffle(numbers, random);
            numbers.stream()
                    .filter(number -> number % 3 > 0)
                    .forEach(number -> decisions.order(
                            number, SomeDecisions.appended(number), SomeDecisions.order(number, Optional.empty())));
            Collections.shuffle(numbers, random);
            numbers.forEach(number -> decisions.token(
                    number % 3 == 0
                            ? SomeFacts.of(number)
                                    .refused(RefusalKind.POLICY, "no policy permits it")
                                    .get()
                            : SomeFacts.of(number).get()));
            Collections.shuffle(numbers, random);
            numbers.forEach(number -> decisions.screening(number, screening(number)));
            assertThat(decisions.decide()).isEqualTo(new Redecided(many, 0, Map.of()));
        }
        assertThat(findings).isEmpty();
        assertThat(asked).hasSize(many);
        assertThat(asked.get("intent-4"))
                .isEqualTo(Redecision.admission(
                        SomeDecisions.place(4), SomeDecisions.appended(4), SomeDecisions.order(4, Optional.empty())));
        assertThat(asked.get("intent-9"))
                .isEqualTo(Redecision.refusal(SomeFacts.of(9)
                                .refused(RefusalKind.POLICY, "no policy permits it")
                                .get())
                        .orElseThrow());
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void a_token_that_comes_long_before_or_after_its_order_escapes_no_comparison() {
        int many = 3 * SortedSpool.HELD_MAX;
        try (Decisions decisions = decisions((_, _, _, _) -> new Again.Agrees())) {
            TokenFacts backDated = SomeFacts.of(1)
                    .made(START.minus(Duration.ofDays(4)))
                    .refused(RefusalKind.POLICY, "no")
                    .get();
            decisions.token(backDated);
            for (int number = 2; number < many; number++) {
                decisions.order(number, SomeDecisions.appended(number), SomeDecisions.order(number, Optional.empty()));
                decisions.screening(number, SomeDecisions.screening(number));
            }
            decisions.order(many, SomeDecisions.appended(1), SomeDecisions.order(1, Optional.empty()));
            decisions.screening(many, SomeDecisions.screening(1));
            assertThat(decisions.decide().disagreed()).isEqualTo(1);
        }
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(SomeFacts.of(1).get().place());
            assertThat(finding.text()).contains("refuses what the order at ORDERS-3@" + many + " admitted");
        });
    }

    @Test
    void a_run_that_no_gateway_ordered_is_found_among_many() {
        try (Decisions decisions = decisions((_, _, _, _) -> new Again.Agrees())) {
            for (int number = 0; number < SortedSpool.HELD_MAX; number++) {
                if (number != 777) {
                    decisions.order(
                            number, SomeDecisions.appended(number), SomeDecisions.order(number, Optional.empty()));
                }
                decisions.token(SomeFacts.of(number).get());
                decisions.screening(number, SomeDecisions.screening(number));
            }
            assertThat(decisions.decide().disagreed()).isEqualTo(1);
        }
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(SomeFacts.of(777).get().place());
            assertThat(finding.text()).contains("a run that no gateway has ordered");
        });
    }

    @Test
    void what_the_fast_lane_sealed_is_counted() {
        try (Decisions decisions = decisions((_, _, _, _) -> new Again.Agrees())) {
            decisions.token(SomeFacts.of(1).fast().get());
            decisions.token(SomeFacts.of(2).fast().get());
            assertThat(decisions.decide().untold()).isEqualTo(Map.of(Redecision.FAST_LANE, 2L));
        }
    }

    @Test
    void an_approval_that_two_orders_of_one_moment_redeem_is_a_finding() {
        try (Decisions decisions = decisions((_, _, _, _) -> new Again.Agrees())) {
            Order first = SomeDecisions.order(1, Optional.of("approval-1"));
            decisions.order(1, SomeDecisions.appended(1), first);
            decisions.order(2, SomeDecisions.appended(1), first);
            decisions.order(
                    3, SomeDecisions.appended(1), inTheMomentOf(first, SomeDecisions.order(2, Optional.empty())));
            decisions.screening(1, SomeDecisions.screening(1));
            decisions.screening(2, SomeDecisions.screening(2));
            assertThat(decisions.decide().disagreed()).isEqualTo(1);
        }
        assertThat(findings)
                .as("the same order again is no second one")
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.place()).isEqualTo(SomeDecisions.place(3));
                    assertThat(finding.text())
                            .contains("approval-1")
                            .contains(SomeDecisions.place(1).toString());
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
        Map<String, Boolean> usedUp = new HashMap<>();
        try (Decisions decisions = decisions((_, past, _, used) -> {
            usedUp.put(past.key().id(), used.test("approval-2"));
            assertThat(used.test("approval-9")).isFalse();
            return new Again.Agrees();
        })) {
            for (int number = 1; number <= 3; number++) {
                decisions.order(
                        number,
                        SomeDecisions.appended(number),
                        SomeDecisions.order(number, Optional.of("approval-" + number)));
                decisions.screening(number, SomeDecisions.screening(number));
            }
            assertThat(decisions.decide().agreed()).isEqualTo(3);
        }
        assertThat(usedUp).isEqualTo(Map.of("intent-1", false, "intent-2", false, "intent-3", true));
    }

    @Test
    void an_order_by_a_key_that_was_stolen_orders_nothing_from_then_on_whatever_time_it_names() throws Exception {
        var shelf = new Town.MemoryShelf();
        Instant stolen = START.plusSeconds(10);
        for (int number = 1; number <= 2; number++) {
            shelf.add(
                    Topic.ORDERS,
                    3,
                    number == 1 ? SomeDecisions.appended(1) : stolen.plusSeconds(5),
                    Codecs.ORDER.seal(SomeDecisions.order(number, Optional.empty()), Town.GATEWAY));
            shelf.add(Topic.SCREENED, 3, START, Codecs.SCREENING.seal(SomeDecisions.screening(number), Town.SNAFT));
        }
        KeyRing ring = KeyRing.of(
                Map.of(
                        Town.GATEWAY.id(), new Holder(KeyRole.GATEWAY, "gateway"),
                        Town.SNAFT.id(), new Holder(KeyRole.SNAFT, "snaft")),
                Map.of(
                        Town.GATEWAY.id(),
                        KeyTerm.ALWAYS.revoked(new KeyTerm.Revocation(stolen, KeyTerm.Why.COMPROMISED, "stolen"))));
        try (Decisions decisions = decisions((_, _, _, _) -> new Again.Agrees())) {
            decisions.orders(shelf, ring);
            decisions.token(SomeFacts.of(1).get());
            decisions.token(SomeFacts.of(2).get());
            decisions.screenings(shelf, ring);
            assertThat(decisions.decide().agreed()).isEqualTo(1);
        }
        assertThat(findings)
                .extracting(AuditFinding::kind)
                .containsExactly(FindingKind.KEY_OUT_OF_TERM, FindingKind.DISAGREEMENT);
        assertThat(findings.getFirst().place().topic()).isEqualTo(Topic.ORDERS);
        assertThat(findings.getLast().text()).contains("a run that no gateway has ordered");
    }
}
