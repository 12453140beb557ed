package dev.airlock.ledger.audit.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Whom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostureCheckTest {
    private static final Instant START = SomeFacts.START;

    private final PostureHistory history = new PostureHistory(new HeldRows());

    PostureCheckTest() {
        recorded(posture("posture-1", "fleet", 1, PostureLevel.NORMAL_ZERO_TRUST, START.minusSeconds(600)));
        recorded(posture("posture-2", "fleet", 2, PostureLevel.HARD_QUARANTINE, START.plusSeconds(600)));
        recorded(posture("posture-3", "session:bad", 3, PostureLevel.QUARANTINE_EXTERNAL_AI, START.plusSeconds(601)));
    }

    private void recorded(Posture posture) {
        history.replay(posture, posture.decidedAt());
    }

    private void recorded(Lease lease) {
        history.replay(lease, lease.issuedAt());
    }

    private static Posture posture(String id, String scope, long sequence, PostureLevel level, Instant at) {
        return new Posture(
                id,
                scope,
                sequence,
                level,
                Switches.of(level),
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                "verdict-1",
                "jis:airlock:observer",
                "a reason",
                Optional.empty(),
                List.of(),
                at);
    }

    private Optional<FindingKind> kind(SomeFacts facts) {
        return finding(facts.get());
    }

    private Optional<FindingKind> finding(TokenFacts facts) {
        return new PostureCheck(history).finding(facts).map(AuditFinding::kind);
    }

    private static SomeFacts under(String id, PostureLevel level, Instant made) {
        return SomeFacts.of(1).made(made).posture(id, level, Cause.RUNTIME, "verdict-1");
    }

    @Test
    void a_posture_that_held_and_says_the_same_is_well() {
        assertThat(kind(SomeFacts.of(1))).isEmpty();
        assertThat(kind(under("posture-2", PostureLevel.HARD_QUARANTINE, START.plusSeconds(700))))
                .isEmpty();
    }

    @Test
    void one_that_nobody_recorded_or_that_binds_somebody_else_or_that_is_missing_is_found() {
        assertThat(kind(under("posture-9", PostureLevel.NORMAL_ZERO_TRUST, START)))
                .contains(FindingKind.UNKNOWN_POSTURE);
        assertThat(kind(SomeFacts.of(1).noPosture())).contains(FindingKind.UNKNOWN_POSTURE);
        SomeFacts scoped = under("posture-3", PostureLevel.QUARANTINE_EXTERNAL_AI, START.plusSeconds(700));
        assertThat(kind(scoped)).contains(FindingKind.UNKNOWN_POSTURE);
        assertThat(kind(scoped.session("bad"))).isEmpty();
    }

    @Test
    void a_token_that_says_something_else_of_its_posture_is_found() {
        assertThat(kind(under("posture-1", PostureLevel.HARD_QUARANTINE, START)))
                .contains(FindingKind.WRONG_POSTURE);
        assertThat(kind(SomeFacts.of(1)
                        .posture("posture-1", PostureLevel.NORMAL_ZERO_TRUST, Cause.OPERATOR, "verdict-1")))
                .contains(FindingKind.WRONG_POSTURE);
        assertThat(kind(SomeFacts.of(1)
                        .posture("posture-1", PostureLevel.NORMAL_ZERO_TRUST, Cause.RUNTIME, "verdict-9")))
                .contains(FindingKind.WRONG_POSTURE);
        assertThat(kind(SomeFacts.of(1)
                        .posture(Effective.FAIL_CLOSED, PostureLevel.NORMAL_ZERO_TRUST, Cause.RUNTIME, "verdict-1")))
                .contains(FindingKind.WRONG_POSTURE);
        assertThat(kind(SomeFacts.of(1)
                        .posture(Effective.FAIL_CLOSED, PostureLevel.HARD_QUARANTINE, Cause.RUNTIME, "verdict-1")))
                .isEmpty();
    }

    @Test
    void a_posture_counts_for_a_lease_after_it_was_replaced_and_not_before_it_was_recorded() {
        Instant replaced = START.plusSeconds(600);
        assertThat(kind(under("posture-1", PostureLevel.NORMAL_ZERO_TRUST, replaced.plusSeconds(5))))
                .isEmpty();
        assertThat(kind(under("posture-1", PostureLevel.NORMAL_ZERO_TRUST, replaced.plusMillis(6_031))))
                .contains(FindingKind.STALE_POSTURE);
        assertThat(kind(under("posture-2", PostureLevel.HARD_QUARANTINE, replaced.minusMillis(1_001))))
                .contains(FindingKind.STALE_POSTURE);
    }

    @Test
    void where_leases_are_held_somebody_must_have_vouched() {
        recorded(lease(START.minusSeconds(20), 5));
        recorded(lease(START.plusSeconds(60), 5));
        assertThat(kind(SomeFacts.of(1))).contains(FindingKind.STALE_POSTURE);
        recorded(lease(START.plusSeconds(100), 1));
        assertThat(kind(under("posture-1", PostureLevel.NORMAL_ZERO_TRUST, START.plusSeconds(64))))
                .isEmpty();
        assertThat(kind(under("posture-2", PostureLevel.HARD_QUARANTINE, START.plus(Duration.ofDays(1)))))
                .as("nobody knows of leases that are not there")
                .isEmpty();
    }

    private static Lease lease(Instant from, int seconds) {
        return new Lease("fleet", "posture-1", 1, from, from.plusSeconds(seconds));
    }

    @Test
    void what_bound_somebody_is_made_by_the_readers_own_view() {
        var whom = new Whom("local", "bad");
        assertThat(history.bound("posture-1", START, whom))
                .singleElement()
                .satisfies(bound -> assertThat(bound.posture()).isEqualTo(PostureLevel.NORMAL_ZERO_TRUST));
        assertThat(history.bound("posture-2", START.plusSeconds(900), whom))
                .singleElement()
                .satisfies(bound -> assertThat(bound.posture()).isEqualTo(PostureLevel.HARD_QUARANTINE));
        assertThat(history.bound("posture-1", START.plusSeconds(900), whom)).isEmpty();
        assertThat(history.bound("posture-1", START.plusSeconds(602), whom))
                .as("a reader may not have heard of the newer ones yet")
                .isNotEmpty();
        assertThat(history.bound(Effective.FAIL_CLOSED, START, whom))
                .allSatisfy(bound -> assertThat(bound.fresh()).isFalse());
    }

    @Test
    void a_posture_holds_from_when_it_was_recorded_whatever_time_its_signer_writes() {
        Instant recorded = START.plusSeconds(2_000);
        history.replay(
                posture("posture-4", "fleet", 4, PostureLevel.NORMAL_ZERO_TRUST, START.minusSeconds(300)), recorded);
        history.replay(
                posture("posture-5", "fleet", 5, PostureLevel.HARD_QUARANTINE, Instant.parse("9999-12-31T00:00:00Z")),
                recorded.plusSeconds(100));
        assertThat(kind(under("posture-4", PostureLevel.NORMAL_ZERO_TRUST, START.plusSeconds(1_000))))
                .as("back-dated, it covers nothing that was before it")
                .contains(FindingKind.STALE_POSTURE);
        assertThat(kind(under("posture-4", PostureLevel.NORMAL_ZERO_TRUST, recorded.plusSeconds(50))))
                .isEmpty();
        assertThat(kind(under("posture-4", PostureLevel.NORMAL_ZERO_TRUST, recorded.plusSeconds(200))))
                .as("a posture of the year 9999 replaces another when it is recorded")
                .contains(FindingKind.STALE_POSTURE);
        var whom = new Whom("local", "bad");
        assertThat(history.bound("posture-5", recorded.plusSeconds(200), whom))
                .as("and what binds is found behind one of the year 9999 too")
                .isNotEmpty();
        assertThat(history.bound("posture-1", START, whom)).isNotEmpty();
        assertThat(history.bound("posture-4", START, whom)).isEmpty();
    }

    @Test
    void a_flood_of_postures_is_not_tried_one_by_one_for_every_decision() {
        Instant flood = START.plusSeconds(5_000);
        for (int number = 0; number <= PostureHistory.VIEWS_MAX; number++) {
            history.replay(
                    posture("flood-" + number, "fleet", 10 + number, PostureLevel.NORMAL_ZERO_TRUST, flood), flood);
        }
        var whom = new Whom("local", "bad");
        assertThatThrownBy(() -> history.bound("flood-1", flood, whom))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10000 are the most");
        assertThat(history.bound("posture-1", START, whom)).isNotEmpty();
    }

    @Test
    void a_lease_counts_from_when_it_was_recorded_and_no_longer_than_leases_do() {
        Instant forever = Instant.parse("9999-12-31T00:00:00Z");
        history.replay(
                new Lease("fleet", "posture-1", 1, Instant.parse("2000-01-01T00:00:00Z"), forever),
                START.minusSeconds(60));
        history.replay(lease(START.plusSeconds(60), 5), START.plusSeconds(60));
        assertThat(kind(SomeFacts.of(1)))
                .as("a lease for ever, of a minute ago")
                .contains(FindingKind.STALE_POSTURE);
        history.replay(lease(START.minusSeconds(600), 1), START.plusSeconds(100));
        assertThat(kind(SomeFacts.of(1)))
                .as("one of the past, appended last, hides no leases")
                .contains(FindingKind.STALE_POSTURE);
        assertThat(history.vouched("posture-1", START.minusSeconds(59), START.minusSeconds(56)))
                .contains(true);
        assertThat(history.vouched("posture-1", START.minusSeconds(53), START.minusSeconds(50)))
                .contains(false);
    }
}
