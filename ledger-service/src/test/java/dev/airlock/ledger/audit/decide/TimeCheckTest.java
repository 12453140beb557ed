package dev.airlock.ledger.audit.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeCheckTest {
    private static final Duration MICRO = Duration.ofNanos(1_000);

    @Test
    void a_token_made_when_it_should_be_has_nothing_wrong_with_it() {
        assertThat(TimeCheck.findings(SomeFacts.of(1).get())).isEmpty();
        assertThat(TimeCheck.findings(SomeFacts.of(1).interrupted().get())).isEmpty();
    }

    @Test
    void a_minute_before_its_record_is_the_most_for_a_token_of_the_bus() {
        var facts = SomeFacts.of(1);
        var edge = facts.get().times().made().plus(TimeCheck.RECORDING_MAX);
        assertThat(TimeCheck.findings(facts.appended(edge).get())).isEmpty();
        assertThat(TimeCheck.findings(facts.appended(edge.plus(MICRO)).get()))
                .extracting(AuditFinding::kind)
                .containsExactly(FindingKind.BACK_DATED);
    }

    @Test
    void the_fast_lane_records_later_what_its_journal_held() {
        var facts = SomeFacts.of(1).fast();
        assertThat(TimeCheck.findings(
                        facts.appended(SomeFacts.START.plus(Duration.ofDays(9))).get()))
                .isEmpty();
    }

    @Test
    void nothing_is_made_after_it_was_recorded_or_before_what_it_tells_of() {
        var late = SomeFacts.of(1);
        var made = late.get().times().made();
        assertThat(TimeCheck.findings(
                        late.appended(made.minus(TimeCheck.TOLERANCE)).get()))
                .isEmpty();
        assertThat(TimeCheck.findings(
                        late.appended(made.minus(TimeCheck.TOLERANCE).minus(MICRO))
                                .get()))
                .extracting(AuditFinding::kind)
                .containsExactly(FindingKind.POST_DATED);
        assertThat(TimeCheck.findings(SomeFacts.of(1)
                        .ended(made.plus(TimeCheck.TOLERANCE).plus(MICRO))
                        .get()))
                .extracting(AuditFinding::kind)
                .containsExactly(FindingKind.BACK_DATED);
    }

    @Test
    void a_refusal_was_decided_when_it_was_recorded_and_a_run_may_have_been_admitted_long_before() {
        Instant recorded = SomeFacts.START.plusSeconds(60);
        SomeFacts refused =
                SomeFacts.of(1).made(recorded).refused(RefusalKind.POLICY, "no").appended(recorded);
        assertThat(TimeCheck.findings(refused.admitted(recorded.minus(TimeCheck.RECORDING_MAX))
                        .get()))
                .isEmpty();
        assertThat(TimeCheck.findings(
                        refused.admitted(recorded.minus(Duration.ofDays(9))).get()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(FindingKind.BACK_DATED);
                    assertThat(finding.text()).startsWith("decided at ");
                });
        assertThat(TimeCheck.findings(SomeFacts.of(1)
                        .admitted(SomeFacts.START.minus(Duration.ofHours(1)))
                        .get()))
                .isEmpty();
    }

    @Test
    void an_order_has_the_bounds_that_a_token_has() {
        Instant recorded = SomeFacts.START;
        assertThat(kind(recorded.minus(TimeCheck.RECORDING_MAX), recorded)).isEmpty();
        assertThat(kind(recorded.minus(TimeCheck.RECORDING_MAX).minus(MICRO), recorded))
                .contains(FindingKind.BACK_DATED);
        assertThat(kind(recorded.plus(TimeCheck.TOLERANCE), recorded)).isEmpty();
        assertThat(kind(recorded.plus(TimeCheck.TOLERANCE).plus(MICRO), recorded))
                .contains(FindingKind.POST_DATED);
    }

    private static Optional<FindingKind> kind(Instant decided, Instant recorded) {
        return TimeCheck.finding(SomeDecisions.place(1), Optional.empty(), decided, recorded)
                .map(AuditFinding::kind);
    }
}
