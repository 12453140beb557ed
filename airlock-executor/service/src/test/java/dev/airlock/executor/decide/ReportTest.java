package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.FakeSandbox.Traces;
import dev.airlock.executor.Orders;
import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Ceilings;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.executor.model.Leave;
import dev.airlock.executor.model.Offence;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.model.Trace.End;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.TokenType;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of outcomes, row by row, and what each token says around it. */
class ReportTest {
    private static final Instant NOW = Instant.parse("2026-05-29T14:00:00Z");
    private static final Orders ORDER = Orders.of("s", "i", "print(1)", NOW);
    private static final Effective CLOSED = PostureView.unknown().current(NOW, 0);
    private static final Bytes STDOUT = Bytes.of("out\n".getBytes(StandardCharsets.UTF_8));

    private static Delivery delivery() {
        Order order = ORDER.order();
        return new Delivery(
                order,
                new Contents.Opened(
                        ORDER.asIntent(),
                        order.intentHash(),
                        order.payloadHash(),
                        Optional.of(Orders.CALLER.id().value())));
    }

    private static Plan plan() {
        Ceilings ceilings = new Ceilings(Duration.ofMinutes(1), 1000, Set.of(SandboxKind.MICROVM));
        return switch (Planner.plan(ORDER.order(), ceilings)) {
            case Leave.Go(Plan plan) -> plan;
            case Leave.Refused(Refusal refusal) -> throw new AssertionError(refusal.text());
        };
    }

    private static UnsealedToken token(Delivery delivery, Account account) {
        TokenId id = new TokenId("00000000-0000-4000-8000-000000000000");
        return Report.token(delivery, account, CLOSED, new Report.Seal(id, "jis:airlock:executor:test", NOW));
    }

    private static UnsealedToken ran(End end, Offence.Violation... violations) {
        return ran(Traces.trace(end, STDOUT, List.of(violations)));
    }

    private static UnsealedToken ran(Trace trace) {
        Plan plan = plan();
        return token(delivery(), new Account.Ran(plan, trace, Triage.judge(plan, trace), NOW, NOW.plusMillis(3)));
    }

    @Test
    void a_run_to_the_end_is_a_safe_execution_with_its_code() {
        Erin.Completed completed = (Erin.Completed) ran(new End.Exited(1)).erin();
        assertThat(completed.type()).isEqualTo(TokenType.SAFE_EXECUTION);
        assertThat(completed.status()).isEqualTo(200);
        assertThat(completed.exitCode()).isEqualTo(1);
        assertThat(completed.output().hash().value()).isEqualTo(Hashes.output(STDOUT, Bytes.EMPTY));
    }

    @Test
    void a_violation_is_an_incident_that_keeps_calls_and_output() {
        Offence.Violation socket = new Offence.Violation("sys_socket", "no");
        Erin.Killed killed = (Erin.Killed) ran(new End.Stopped(socket), socket).erin();
        assertThat(killed.type()).isEqualTo(TokenType.INCIDENT_KILL);
        assertThat(killed.status()).isEqualTo(403);
        assertThat(killed.cause()).isEqualTo(KillCause.VIOLATION);
        assertThat(killed.violations()).hasSize(1);
        assertThat(killed.syscalls().orElseThrow().total()).isEqualTo(2);
        assertThat(killed.output()).isPresent();
    }

    @Test
    void every_limit_has_its_cause() {
        assertThat(cause(new Offence.Deadline(Duration.ofMillis(1)))).isEqualTo(KillCause.DEADLINE);
        assertThat(cause(new Offence.Output(1))).isEqualTo(KillCause.OUTPUT);
        assertThat(cause(new Offence.Memory(64))).isEqualTo(KillCause.MEMORY);
        assertThat(cause(new Offence.Calls(1))).isEqualTo(KillCause.TRACE);
        assertThat(cause(new Offence.Files("too many"))).isEqualTo(KillCause.FILES);
        assertThat(cause(new Offence.Isolated("now"))).isEqualTo(KillCause.VIOLATION);
        assertThat(cause(new Offence.Cancelled("cancelled by local"))).isEqualTo(KillCause.CANCELLED);
    }

    @Test
    void a_cancelled_run_says_by_whom_and_keeps_its_output_and_nothing_of_an_offence() {
        Erin.Killed killed = (Erin.Killed) ran(new End.Stopped(new Offence.Cancelled("cancelled by local")))
                .erin();
        assertThat(killed.type()).isEqualTo(TokenType.INCIDENT_KILL);
        assertThat(killed.reason()).isEqualTo("cancelled by local");
        assertThat(killed.violations()).isEmpty();
        assertThat(killed.output()).isPresent();
    }

    @Test
    void each_file_that_a_run_left_is_in_the_token_with_its_size_and_hash() {
        Bytes content = Bytes.of("<svg/>".getBytes(StandardCharsets.UTF_8));
        Trace trace = Traces.trace(List.of(new NamedFile("plot.svg", content)));
        Erin.Completed completed = (Erin.Completed) ran(trace).erin();
        assertThat(completed.output().files())
                .containsExactly(new Output.File("plot.svg", 6, Sha256.of(content.toArray())));
        assertThat(trace.stoppedBy(new Offence.Isolated("now")).files()).isEmpty();
    }

    private static KillCause cause(Offence offence) {
        return ((Erin.Killed) ran(new End.Stopped(offence)).erin()).cause();
    }

    @Test
    void a_failure_is_an_incident_with_its_cause() {
        assertThat(fault(Trace.Cause.GUEST)).isEqualTo(FaultCause.GUEST_EXCEPTION);
        assertThat(fault(Trace.Cause.SANDBOX)).isEqualTo(FaultCause.BACKEND_FAILURE);
    }

    private static FaultCause fault(Trace.Cause cause) {
        Erin.Faulted faulted =
                (Erin.Faulted) ran(new End.Broke(cause, "#PF at 0")).erin();
        assertThat(faulted.type()).isEqualTo(TokenType.INCIDENT_KILL);
        return faulted.cause();
    }

    @ParameterizedTest
    @EnumSource(RefusalKind.class)
    void a_refusal_has_the_status_of_its_kind_and_nothing_of_a_run(RefusalKind kind) {
        UnsealedToken token = token(delivery(), new Account.Refused(new Refusal(kind, "rule", "a reason")));
        assertThat(token.erin().type()).isEqualTo(TokenType.INTENT_REJECTED);
        assertThat(token.erin().status()).isEqualTo(kind.status());
        assertThat(token.eraan().image()).isEmpty();
        assertThat(token.eraan().vmId()).isEmpty();
        assertThat(token.eromheen().backend()).isEmpty();
        assertThat(token.eromheen().times().ranMicros()).isEmpty();
    }

    @Test
    void a_token_names_all_that_it_hangs_on() {
        UnsealedToken token = ran(new End.Exited(0));
        Order order = ORDER.order();
        assertThat(token.eraan().intentHash().value()).isEqualTo(order.intentHash());
        assertThat(token.eraan().payloadHash().orElseThrow().value()).isEqualTo(order.payloadHash());
        assertThat(token.eraan().grantId()).contains("grant-s-i");
        assertThat(token.eraan().postureId()).contains(Effective.FAIL_CLOSED);
        assertThat(token.eraan().verdictId()).isEmpty();
        assertThat(token.eraan().image().orElseThrow().name()).isEqualTo("airlock-python:latest");
        assertThat(token.eraan().snapshotDigest()).isPresent();
        assertThat(token.eraan().vmId()).contains("airlock_code_execute_" + NOW.toEpochMilli() + "000");
        assertThat(token.eromheen().isolation()).contains("fake");
        assertThat(token.eromheen().limits().orElseThrow().memoryMib()).isEqualTo(64);
        assertThat(token.eromheen().times().ranMicros()).hasValue(3000);
    }

    @Test
    void nothing_that_a_guest_or_a_sandbox_says_keeps_a_token_from_being_made() {
        String hostile = "line\nbreak\u0000\ud800" + "x".repeat(4000);
        assertThat(ran(new End.Broke(Trace.Cause.GUEST, hostile)).erin().reason())
                .hasSize(Erin.REASON_MAX)
                .doesNotContain("\n");
        assertThat(ran(new End.Stopped(new Offence.Violation(hostile, hostile)))
                        .erin()
                        .reason())
                .hasSize(Erin.REASON_MAX);
    }

    @Test
    void an_unreadable_envelope_is_named_by_the_hash_of_its_bytes() {
        UnsealedToken token = token(
                new Delivery(ORDER.order(), new Contents.Unreadable("x")),
                new Account.Refused(new Refusal(RefusalKind.MALFORMED, "envelope", "x")));
        assertThat(token.eraan().intentHash().value())
                .isEqualTo(Hashes.sha256(ORDER.order().envelope().toArray()));
        assertThat(token.eraan().payloadHash()).isEmpty();
    }
}
