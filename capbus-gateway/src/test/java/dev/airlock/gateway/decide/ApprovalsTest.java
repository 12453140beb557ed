package dev.airlock.gateway.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.decide.Approvals.Reading;
import dev.airlock.gateway.decide.Approving.Answer;
import dev.airlock.gateway.model.Wanted;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.ApprovalWord;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.risk.LevelTable.Asked;
import dev.airlock.schemas.wire.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an approval is bound to, and what makes it count: each alone, beside one that counts. */
class ApprovalsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final String ANN = key(1);
    private static final String BOB = key(2);
    private static final String EVE = key(3);
    private static final String PAYLOAD = Hashes.sha256(new byte[] {1});
    private static final String HASH = Hashes.sha256(new byte[] {2});

    private static Optional<String> unused(String approvalId) {
        return approvalId.isEmpty() ? Optional.of("it has no name") : Optional.empty();
    }

    private static String key(int number) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) number;
        return SigningKey.fromSeed(seed).id().value();
    }

    private static Approval approval(ApprovalLevel level, Origin origin, Duration length, Optional<String> hash) {
        return new Approval(
                "a-1",
                ApprovalWord.APPROVE,
                "operator",
                "code:execute",
                "me",
                origin,
                Lane.BUS,
                "",
                "repair",
                PAYLOAD,
                hash,
                "verdict-1",
                level,
                "rebuilds the index",
                NOW,
                NOW.plus(length));
    }

    private static Approval approval(ApprovalLevel level) {
        return approval(level, Origin.INTERNAL, Duration.ofMinutes(10), Optional.empty());
    }

    private static Reading said(Approvals before, Approval approval, String key, String name) {
        return before.after(approval, key, name, NOW);
    }

    private static Approvals kept(Reading reading) {
        if (reading instanceof Reading.Kept(Approvals approvals)) {
            return approvals;
        }
        throw new AssertionError(reading);
    }

    private static String refused(Reading reading) {
        return reading instanceof Reading.Refused(String reason) ? reason : "kept";
    }

    private static Approvals after(Approval approval) {
        return kept(said(Approvals.none(), approval, ANN, "operator"));
    }

    private static Intent intent(Lane lane, String node, List<NamedFile> inputs) {
        return new Intent(
                        "i-1",
                        "repair",
                        "code:execute",
                        "me.aint",
                        Origin.INTERNAL,
                        lane,
                        node,
                        Bytes.of(new byte[] {1}),
                        0,
                        0,
                        Backend.ANY,
                        NOW,
                        "n")
                .with(inputs, List.of());
    }

    private static Wanted wanted(String principal, Origin origin, String payload) {
        return new Wanted(intent(Lane.BUS, "", List.of()), principal, origin, payload, HASH);
    }

    private static final Wanted WANTED = wanted("me", Origin.INTERNAL, PAYLOAD);

    private static Asked asked(ApprovalLevel level) {
        return new Asked(level, "a test says so");
    }

    private static Answer answer(Approvals approvals, Wanted wanted, Instant now) {
        return approvals.of(wanted, "verdict-1", asked(ApprovalLevel.L1), ApprovalsTest::unused, now);
    }

    private static String why(Answer answer) {
        return switch (answer) {
            case Answer.By(Approval approval) -> "by " + approval.approvalId();
            case Answer.Not(Optional<String> why) -> why.orElse("none");
        };
    }

    @Test
    void an_approval_counts_for_what_it_is_bound_to_and_nothing_is_approved_by_itself() {
        assertThat(why(answer(after(approval(ApprovalLevel.L1)), WANTED, NOW))).isEqualTo("by a-1");
        assertThat(why(answer(Approvals.none(), WANTED, NOW))).isEqualTo("none");
    }

    @Test
    void another_payload_principal_origin_door_or_intent_is_not_what_was_approved() {
        Approvals approvals = after(approval(ApprovalLevel.L1));
        assertThat(why(answer(approvals, wanted("me", Origin.INTERNAL, HASH), NOW)))
                .isEqualTo(
                        "approval a-1 does not count: it is for the payload " + PAYLOAD + ", and this one is " + HASH);
        assertThat(why(answer(approvals, wanted("you", Origin.INTERNAL, PAYLOAD), NOW)))
                .isEqualTo("none");
        assertThat(why(answer(approvals, wanted("me", Origin.EXTERNAL, PAYLOAD), NOW)))
                .endsWith("it is for INTERNAL, and this is EXTERNAL");
        var fast = new Wanted(intent(Lane.FAST, "n-1", List.of()), "me", Origin.INTERNAL, PAYLOAD, HASH);
        assertThat(why(answer(approvals, fast, NOW))).endsWith("it is for the bus");
        Approvals exact =
                after(approval(ApprovalLevel.L1, Origin.INTERNAL, Duration.ofMinutes(1), Optional.of(PAYLOAD)));
        assertThat(why(answer(exact, WANTED, NOW))).contains("it is for the intent " + PAYLOAD);
    }

    @Test
    void input_files_are_covered_by_the_intents_hash_and_by_nothing_else() {
        List<NamedFile> files = List.of(new NamedFile("x", Bytes.of(new byte[] {9})));
        var withFiles = new Wanted(intent(Lane.BUS, "", files), "me", Origin.INTERNAL, PAYLOAD, HASH);
        assertThat(why(answer(after(approval(ApprovalLevel.L1)), withFiles, NOW)))
                .contains("has input files");
        Approvals exact = after(approval(ApprovalLevel.L1, Origin.INTERNAL, Duration.ofMinutes(1), Optional.of(HASH)));
        assertThat(why(answer(exact, withFiles, NOW))).isEqualTo("by a-1");
    }

    @ParameterizedTest
    @CsvSource({"L0, L0, true", "L1, L0, true", "L0, L1, false", "L1, L1, true", "L1, L2, false", "L1, L3, false"})
    void an_approval_of_a_lower_level_than_is_asked_for_does_not_count(
            ApprovalLevel given, ApprovalLevel needed, boolean counts) {
        Answer answer = after(approval(given)).of(WANTED, "verdict-1", asked(needed), ApprovalsTest::unused, NOW);
        assertThat(answer instanceof Answer.By).isEqualTo(counts);
        if (!counts) {
            assertThat(why(answer)).contains("it is " + given + ", and " + needed + " is needed, since a test says so");
        }
    }

    @Test
    void l2_needs_a_co_signer_and_l3_two_each_with_another_key() {
        Approval l2 = approval(ApprovalLevel.L2);
        Approvals one = after(l2);
        assertThat(why(answer(one, WANTED, NOW))).contains("L2 needs 1 more operators");
        assertThat(refused(said(one, l2, ANN, "operator"))).contains("has signed it already");
        Approvals two = kept(said(one, l2, BOB, "operator@bob"));
        assertThat(why(answer(two, WANTED, NOW))).isEqualTo("by a-1");

        Approval l3 = approval(ApprovalLevel.L3);
        Approvals first = kept(said(after(l3), l3, BOB, "operator@bob"));
        assertThat(why(answer(first, WANTED, NOW))).contains("L3 needs 1 more operators");
        assertThat(why(answer(kept(said(first, l3, EVE, "operator@eve")), WANTED, NOW)))
                .isEqualTo("by a-1");
    }

    @Test
    void a_co_signer_signs_the_same_and_the_first_to_sign_is_whom_it_names() {
        Approvals one = after(approval(ApprovalLevel.L2));
        Approval other = approval(ApprovalLevel.L2, Origin.EXTERNAL, Duration.ofMinutes(10), Optional.empty());
        assertThat(refused(said(one, other, BOB, "operator@bob"))).contains("another approval has this id");
        assertThat(refused(said(Approvals.none(), approval(ApprovalLevel.L1), BOB, "operator@bob")))
                .contains("in the name of operator and signed by operator@bob");
    }

    @Test
    void it_counts_until_right_before_it_expires() {
        Approvals approvals = after(approval(ApprovalLevel.L1));
        Instant end = NOW.plus(Duration.ofMinutes(10));
        assertThat(why(answer(approvals, WANTED, end.minusNanos(1000)))).isEqualTo("by a-1");
        assertThat(why(answer(approvals, WANTED, end))).contains("it expired at " + end);
    }

    @Test
    void by_the_brokers_clock_it_comes_neither_expired_nor_from_the_future_and_never_for_more_than_an_hour() {
        Approval fine = approval(ApprovalLevel.L1, Origin.INTERNAL, Duration.ofHours(1), Optional.empty());
        Instant end = fine.expiresAt();
        assertThat(refused(Approvals.none().after(fine, ANN, "operator", end.minusMillis(1))))
                .isEqualTo("kept");
        assertThat(refused(Approvals.none().after(fine, ANN, "operator", end))).contains("had expired");
        assertThat(refused(Approvals.none().after(fine, ANN, "operator", NOW.minusSeconds(60))))
                .isEqualTo("kept");
        assertThat(refused(Approvals.none().after(fine, ANN, "operator", NOW.minusMillis(60_001))))
                .contains("more than 60 s ahead of the broker's");
        Approval long1 =
                approval(ApprovalLevel.L1, Origin.INTERNAL, Duration.ofHours(1).plusMillis(1), Optional.empty());
        assertThat(refused(said(Approvals.none(), long1, ANN, "operator"))).contains("PT1H is the most");
    }

    @Test
    void a_co_signer_that_comes_after_the_end_is_too_late() {
        Approval l2 = approval(ApprovalLevel.L2);
        assertThat(refused(after(l2).after(l2, BOB, "operator@bob", l2.expiresAt())))
                .contains("had expired");
    }

    @Test
    void under_another_verdict_it_does_not_count() {
        Answer answer = after(approval(ApprovalLevel.L1))
                .of(WANTED, "verdict-2", asked(ApprovalLevel.L1), ApprovalsTest::unused, NOW);
        assertThat(why(answer)).contains("given under verdict verdict-1, and now verdict verdict-2 holds");
    }

    @Test
    void one_that_was_used_up_does_not_count() {
        Answer answer = after(approval(ApprovalLevel.L1))
                .of(WANTED, "verdict-1", asked(ApprovalLevel.L1), id -> Optional.of(id + " was used"), NOW);
        assertThat(why(answer)).isEqualTo("approval a-1 does not count: a-1 was used");
    }

    @Test
    void nobody_can_approve_external_ai() {
        Approval ai = approval(ApprovalLevel.L3, Origin.EXTERNAL_AI, Duration.ofMinutes(1), Optional.empty());
        assertThat(refused(said(Approvals.none(), ai, ANN, "operator"))).contains("which nobody can approve");
    }

    @Test
    void any_operator_may_take_it_back_and_nobody_gives_it_again() {
        Approval l2 = approval(ApprovalLevel.L2);
        Approval no = l2.rejected("operator@eve", "not on a Friday", NOW, NOW.plusSeconds(60));
        Approvals taken = kept(said(after(l2), no, EVE, "operator@eve"));
        assertThat(why(answer(taken, WANTED, NOW))).endsWith("operator@eve rejected it: not on a Friday");
        assertThat(refused(said(taken, l2, BOB, "operator@bob"))).contains("rejected it");
        assertThat(refused(said(Approvals.none(), no, EVE, "operator@eve"))).contains("nothing stands that it rejects");
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void a_door_that_is_none_is_refused(Lane lane) {
        Approval one = approval(ApprovalLevel.L1);
        Approval odd = new Approval(
                "a-2",
                one.word(),
                one.operator(),
                one.intent(),
                one.principal(),
                one.origin(),
                lane,
                lane == Lane.BUS ? "n-1" : "",
                one.session(),
                one.payloadHash(),
                one.intentHash(),
                one.verdictId(),
                one.level(),
                one.reason(),
                one.createdAt(),
                one.expiresAt());
        assertThat(refused(said(Approvals.none(), odd, ANN, "operator"))).contains("no door of lane " + lane);
    }

    @Test
    void a_record_that_changes_nothing_leaves_what_stands() {
        Approvals approvals = after(approval(ApprovalLevel.L1));
        said(approvals, approval(ApprovalLevel.L3), EVE, "operator@eve");
        assertThat(why(answer(approvals, WANTED, NOW))).isEqualTo("by a-1");
    }
}
