package dev.airlock.gateway.decide;

import static dev.airlock.gateway.Samples.LIMITS;
import static dev.airlock.gateway.Samples.NOW;
import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.effective;
import static dev.airlock.gateway.Samples.stale;
import static dev.airlock.schemas.model.PostureLevel.HARD_QUARANTINE;
import static dev.airlock.schemas.model.PostureLevel.NORMAL_ZERO_TRUST;
import static dev.airlock.schemas.model.PostureLevel.QUARANTINE_EXTERNAL_AI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.PolicySamples;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.shell.Memo;
import dev.airlock.gateway.decide.Approving.Answer;
import dev.airlock.gateway.model.Decision;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.ApprovalWord;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an approval does in the gate, and what it does not do. */
class ApprovedGateTest {
    private static final Approving NEVER_ASKED = (screening, _, _) -> {
        throw new AssertionError("asked about " + screening);
    };

    private static Gate gate(Lane lane) {
        return new Gate(LIMITS, lane, new Memo(PolicySamples.own()));
    }

    private static Approval approval(Screening screening, Duration left) {
        return new Approval(
                "a-1",
                ApprovalWord.APPROVE,
                "operator",
                screening.intent(),
                screening.principal(),
                screening.origin(),
                Lane.BUS,
                "",
                screening.session(),
                screening.payloadHash(),
                Optional.empty(),
                "verdict-1",
                ApprovalLevel.L1,
                "a repair",
                NOW.minusSeconds(1),
                NOW.plus(left));
    }

    private static Decision decide(Lane lane, Effective posture, Screening screening) {
        Approving all = (asked, _, _) -> new Answer.By(approval(asked, Duration.ofSeconds(30)));
        return gate(lane).decide(posture, screening, all, NOW);
    }

    /** Written independently of the code, from the page on decisions; both lanes decide alike. */
    @ParameterizedTest
    @CsvSource({
        "NORMAL_ZERO_TRUST,      EXTERNAL_AI, plain",
        "NORMAL_ZERO_TRUST,      EXTERNAL,    plain",
        "NORMAL_ZERO_TRUST,      INTERNAL,    plain",
        "NORMAL_ZERO_TRUST,      LOCAL,       plain",
        "NORMAL_ZERO_TRUST,      OPERATOR,    plain",
        "QUARANTINE_EXTERNAL_AI, EXTERNAL_AI, refused",
        "QUARANTINE_EXTERNAL_AI, EXTERNAL,    approved",
        "QUARANTINE_EXTERNAL_AI, INTERNAL,    approved",
        "QUARANTINE_EXTERNAL_AI, LOCAL,       plain",
        "QUARANTINE_EXTERNAL_AI, OPERATOR,    plain",
        "HARD_QUARANTINE,        EXTERNAL_AI, refused",
        "HARD_QUARANTINE,        EXTERNAL,    refused",
        "HARD_QUARANTINE,        INTERNAL,    approved",
        "HARD_QUARANTINE,        LOCAL,       plain",
        "HARD_QUARANTINE,        OPERATOR,    plain",
    })
    void an_approval_lets_in_whom_the_page_says_and_is_used_only_where_it_is_needed(
            PostureLevel level, Origin origin, String becomes) {
        for (Lane lane : List.of(Lane.BUS, Lane.FAST)) {
            Decision decision = decide(lane, effective(level), ask().by(origin).screening());
            String found = decision instanceof Decision.Admit(Order order)
                    ? order.grant().approvalId().map(_ -> "approved").orElse("plain")
                    : "refused";
            assertThat(found).as("on the lane %s", lane).isEqualTo(becomes);
        }
    }

    @Test
    void the_grant_is_named_after_the_approval_and_ends_with_it() {
        Screening screening = ask().by(Origin.INTERNAL).screening();
        Decision decision = decide(Lane.BUS, effective(QUARANTINE_EXTERNAL_AI), screening);
        assertThat(decision).isInstanceOfSatisfying(Decision.Admit.class, admitted -> {
            assertThat(admitted.order().grant().grantId()).isEqualTo("approved-a-1");
            assertThat(admitted.order().grant().approvalId()).contains("a-1");
            assertThat(admitted.order().grant().expiresAt()).isEqualTo(NOW.plusSeconds(30));
        });
    }

    @Test
    void without_a_lease_no_approval_counts_and_nobody_is_even_asked() {
        Decision decision =
                gate(Lane.BUS).decide(stale(), ask().by(Origin.INTERNAL).screening(), NEVER_ASKED, NOW);
        assertThat(decision).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void what_snaft_refuses_and_what_a_limit_refuses_no_approval_lets_run() {
        Refusal bySnaft = new Refusal(RefusalKind.RULE, "DESTRUCT-001", "no");
        Effective posture = effective(QUARANTINE_EXTERNAL_AI);
        assertThat(gate(Lane.BUS)
                        .decide(
                                posture,
                                ask().by(Origin.INTERNAL).refused(bySnaft).screening(),
                                NEVER_ASKED,
                                NOW))
                .isEqualTo(new Decision.Refuse(bySnaft));
        assertThat(gate(Lane.BUS)
                        .decide(
                                posture,
                                ask().by(Origin.INTERNAL).within(0, 9_999).screening(),
                                NEVER_ASKED,
                                NOW))
                .isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void a_policy_that_asks_for_an_approval_hears_of_it_and_one_that_does_not_is_not_moved() {
        var asking = new Gate(
                LIMITS,
                Lane.BUS,
                ask -> ask.approved()
                        ? new Authorisation.Allowed(List.of("yes"), Authorisation.NO_SET)
                        : new Authorisation.Denied(List.of("needs-approval"), "get it approved", Authorisation.NO_SET));
        Effective open = effective(NORMAL_ZERO_TRUST);
        assertThat(asking.decide(
                        open, ask().screening(), (one, _, _) -> new Answer.By(approval(one, Duration.ofHours(1))), NOW))
                .isInstanceOfSatisfying(Decision.Admit.class, admitted -> assertThat(
                                admitted.order().grant().approvalId())
                        .contains("a-1"));
        assertThat(asking.decide(open, ask().screening(), NOW)).isInstanceOf(Decision.Refuse.class);
        var firm = new Gate(
                LIMITS, Lane.BUS, _ -> new Authorisation.Denied(List.of("never"), "never", Authorisation.NO_SET));
        assertThat(firm.decide(open, ask().screening(), NEVER_ASKED, NOW)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void a_refusal_says_why_the_approval_that_was_meant_does_not_count() {
        Decision decision = gate(Lane.BUS)
                .decide(
                        effective(HARD_QUARANTINE),
                        ask().by(Origin.INTERNAL).screening(),
                        (_, _, _) -> new Answer.Not(Optional.of("approval a-1 does not count: it was used up")),
                        NOW);
        assertThat(decision).isInstanceOfSatisfying(Decision.Refuse.class, refused -> assertThat(
                        refused.refusal().text())
                .startsWith("execution_policy local_or_operator_approved_only")
                .endsWith("; approval a-1 does not count: it was used up"));
    }
}
