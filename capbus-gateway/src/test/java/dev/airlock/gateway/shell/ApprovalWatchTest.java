package dev.airlock.gateway.shell;

import static dev.airlock.gateway.Samples.LOCAL;
import static dev.airlock.gateway.Samples.NOW;
import static dev.airlock.gateway.Samples.ROUTE;
import static dev.airlock.gateway.Samples.effective;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.decide.Approvals;
import dev.airlock.gateway.decide.Approving.Answer;
import dev.airlock.road.Health;
import dev.airlock.road.Tail;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.ApprovalWord;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an approval is found for what was screened: the program is read from the caller's own record. */
class ApprovalWatchTest {
    private static Intent intent(String payload) {
        return new Intent(
                "i-1",
                "repair",
                "code:execute",
                "me.aint",
                Origin.INTERNAL,
                Lane.BUS,
                "",
                Bytes.of(payload.getBytes(StandardCharsets.UTF_8)),
                0,
                0,
                Backend.ANY,
                NOW,
                "n");
    }

    private static Screening screening(Intent intent, byte[] record) {
        return new Screening(
                intent.session(),
                intent.id(),
                intent.intent(),
                intent.fromAint(),
                Bytes.of(record),
                Hashes.sha256(Intents.body(intent)),
                Hashes.sha256(intent.payload().toArray()),
                Origin.INTERNAL,
                "me",
                true,
                Backend.ANY,
                0,
                0,
                Optional.of(ROUTE),
                List.of(),
                Optional.empty(),
                NOW,
                NOW,
                Risk.SENSITIVE,
                50);
    }

    private static Approvals approvals(Intent intent, ApprovalLevel level) {
        var approval = new Approval(
                "a-1",
                ApprovalWord.APPROVE,
                "operator",
                intent.intent(),
                "me",
                Origin.INTERNAL,
                Lane.BUS,
                "",
                intent.session(),
                Hashes.sha256(intent.payload().toArray()),
                Optional.empty(),
                "verdict-1",
                level,
                "a repair",
                NOW,
                NOW.plusSeconds(60));
        if (Approvals.none().after(approval, LOCAL.id().value(), "operator", NOW)
                instanceof Approvals.Reading.Kept(Approvals kept)) {
            return kept;
        }
        throw new AssertionError(approval);
    }

    private static String search(Approvals approvals, Screening screening, Instant now) {
        Answer answer = ApprovalWatch.search(
                approvals, screening, effective(PostureLevel.QUARANTINE_EXTERNAL_AI), _ -> Optional.empty(), now);
        return switch (answer) {
            case Answer.By(Approval approval) -> approval.approvalId();
            case Answer.Not(Optional<String> why) -> why.orElse("none");
        };
    }

    @Test
    void on_both_lanes_the_record_is_read_signed_and_bare() {
        Intent intent = intent("print(1)");
        Approvals approvals = approvals(intent, ApprovalLevel.L1);
        assertThat(search(approvals, screening(intent, Intents.sealed(intent, LOCAL)), NOW))
                .isEqualTo("a-1");
        assertThat(search(approvals, screening(intent, Intents.body(intent)), NOW))
                .isEqualTo("a-1");
    }

    @Test
    void a_record_that_is_not_what_was_screened_is_not_approved() {
        Intent intent = intent("print(1)");
        Approvals approvals = approvals(intent, ApprovalLevel.L1);
        assertThat(search(approvals, screening(intent, Intents.body(intent("print(2)"))), NOW))
                .isEqualTo("the record is not what was screened");
        assertThat(search(approvals, screening(intent, new byte[] {1, 2, 3}), NOW))
                .contains("cannot be read");
    }

    @Test
    void what_the_program_says_decides_how_much_the_approval_has_to_weigh() {
        Intent grave = intent("open('/etc/passwd')");
        assertThat(search(approvals(grave, ApprovalLevel.L1), screening(grave, Intents.body(grave)), NOW))
                .contains("it is L1, and L3 is needed, since it says /etc: the system's own settings");
    }

    @Test
    void without_an_approval_for_its_name_principal_and_session_nothing_is_read() {
        Intent intent = intent("print(1)");
        assertThat(search(Approvals.none(), screening(intent, new byte[] {1}), NOW))
                .isEqualTo("none");
    }

    @Test
    void at_the_end_of_its_time_it_counts_no_more() {
        Intent intent = intent("print(1)");
        Screening screening = screening(intent, Intents.body(intent));
        assertThat(search(approvals(intent, ApprovalLevel.L1), screening, NOW.plusMillis(59_999)))
                .isEqualTo("a-1");
        assertThat(search(approvals(intent, ApprovalLevel.L1), screening, NOW.plusSeconds(60)))
                .contains("it expired at");
    }

    @Test
    void before_the_topic_is_read_and_while_it_cannot_be_nothing_is_approved() {
        Approvals heard = approvals(intent("print(1)"), ApprovalLevel.L1);
        var running = new Health.Running();
        Duration most = Tail.TRUSTED_FOR;
        assertThat(ApprovalWatch.trusted(heard, true, running, most)).isSameAs(heard);
        assertThat(ApprovalWatch.trusted(heard, false, running, Duration.ZERO)).isSameAs(Approvals.none());
        assertThat(ApprovalWatch.trusted(heard, true, running, most.plusNanos(1)))
                .as("a broker that is silent may keep a rejection back")
                .isSameAs(Approvals.none());
        for (Health health : List.of(
                new Health.Starting(),
                new Health.Failing("no broker"),
                new Health.Closed(),
                new Health.Broken(new IllegalStateException("a test")))) {
            assertThat(ApprovalWatch.trusted(heard, true, health, Duration.ZERO))
                    .isSameAs(Approvals.none());
        }
    }
}
