package dev.airlock.ledger.audit.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import java.time.Duration;
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
}
