package dev.airlock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.TestNode.Answer;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RefusalKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the table of outcomes, reached for real; {@code RunTest} has the exit codes. */
@Tag("kvm")
class OutcomesIT {
    private static TestNode node;

    @BeforeAll
    static void start() {
        TestNode.needsKvm();
        node = TestNode.shared();
    }

    private static Erin.Refused refused(Answer answer, RefusalKind cause, int status) {
        Erin erin = answer.token().content().erin();
        assertThat(erin).describedAs(erin.toString()).isInstanceOf(Erin.Refused.class);
        Erin.Refused refused = (Erin.Refused) erin;
        assertThat(refused.cause()).isEqualTo(cause);
        assertThat(refused.status()).isEqualTo(status);
        return refused;
    }

    private static Erin.Completed completed(Answer answer) {
        Erin erin = answer.token().content().erin();
        assertThat(erin).describedAs(erin.toString()).isInstanceOf(Erin.Completed.class);
        return (Erin.Completed) erin;
    }

    @Test
    void a_program_that_ends_well_is_200_with_exit_code_0() throws Exception {
        Answer answer = node.run("print(sum(range(10)))");
        assertThat(completed(answer).status()).isEqualTo(200);
        assertThat(completed(answer).exitCode()).isZero();
        assertThat(answer.printed()).isEqualTo("45\n");
        assertThat(answer.token().content().eromheen().backend()).contains(Backend.MICROVM);
    }

    @Test
    void a_traceback_is_200_with_exit_code_1_and_no_incident() throws Exception {
        Answer answer = node.run("raise ValueError('no')");
        assertThat(completed(answer).status()).isEqualTo(200);
        assertThat(completed(answer).exitCode()).isEqualTo(1);
    }

    @Test
    void an_intent_without_a_route_is_400() throws Exception {
        Answer answer = node.call(TestNode.intent("tea:make", "print(1)"));
        assertThat(refused(answer, RefusalKind.UNKNOWN_INTENT, 400).reason()).contains("tea:make");
    }

    @Test
    void an_intent_for_another_lane_is_400() throws Exception {
        String id = UUID.randomUUID().toString();
        Intent fast = new Intent(
                id,
                id,
                "code:execute",
                "test.aint",
                Origin.LOCAL,
                Lane.FAST,
                "node-0",
                Bytes.EMPTY,
                0,
                0,
                Backend.ANY,
                Instant.now(),
                id);
        refused(node.call(fast), RefusalKind.MALFORMED, 400);
    }

    @Test
    void a_caller_that_nobody_knows_is_external_ai_and_403() throws Exception {
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        Answer answer = node.call(TestNode.intent("code:execute", "print(1)"), stranger);
        refused(answer, RefusalKind.IDENTITY, 403);
        assertThat(answer.token().content().eromheen().origin()).isEqualTo(Origin.EXTERNAL_AI);
        assertThat(answer.token().content().eromheen().principal()).contains("anonymous");
    }

    @Test
    void a_payload_that_destroys_is_403_for_the_operator_too() throws Exception {
        Intent intent = TestNode.intent(
                "code:execute", "import os; os.system('rm -rf /')", Origin.OPERATOR, Backend.ANY, 10_000);
        Erin.Refused refused = refused(node.call(intent, node.key("operator")), RefusalKind.RULE, 403);
        assertThat(refused.reason()).isEqualTo("recursive deletion of / (intent=code:execute)");
        assertThat(refused.violations().toString()).contains("DESTRUCT-001");
    }

    @Test
    void a_violation_is_403_killed() throws Exception {
        Erin erin = node.run("import socket; socket.socket()").token().content().erin();
        assertThat(erin.status()).isEqualTo(403);
        assertThat(((Erin.Killed) erin).cause()).isEqualTo(KillCause.VIOLATION);
    }

    @Test
    void a_limit_is_403_killed_with_the_limit() throws Exception {
        Intent slow = TestNode.intent("code:execute", "while True: pass", Origin.LOCAL, Backend.ANY, 200);
        Erin erin = node.call(slow).token().content().erin();
        assertThat(erin.status()).isEqualTo(403);
        assertThat(((Erin.Killed) erin).cause()).isEqualTo(KillCause.DEADLINE);
    }

    @Test
    void a_guest_that_reads_where_nothing_is_mapped_is_403_faulted() throws Exception {
        // CPython's own recipe for a crash: a code object whose constants are not there.
        Erin erin = node.run("f = lambda: 0; f.__code__ = f.__code__.replace(co_consts=(), "
                        + "co_code=bytes([100, 250]) * 2 + bytes([83, 0])); print(f())")
                .token()
                .content()
                .erin();
        assertThat(erin).describedAs(erin.toString()).isInstanceOf(Erin.Faulted.class);
        assertThat(erin.status()).isEqualTo(403);
        assertThat(((Erin.Faulted) erin).cause()).isEqualTo(FaultCause.GUEST_EXCEPTION);
    }

    @Test
    void an_image_that_this_node_has_not_is_400_a_backend_503_and_a_backend_that_nobody_knows_400(@TempDir Path folder)
            throws Exception {
        Intent scan = TestNode.intent("file:scan", "print(1)");
        Intent simulation = TestNode.intent("code:execute", "print(1)", Origin.LOCAL, Backend.SIMULATION, 10_000);
        Intent unknown = TestNode.intent("code:execute", "print(1)", Origin.LOCAL, Backend.UNKNOWN, 10_000);
        try (TestNode without = TestNode.on(folder)) {
            refused(without.call(simulation), RefusalKind.NO_BACKEND, 503);
            refused(without.call(unknown), RefusalKind.MALFORMED, 400);
            assertThat(refused(without.call(scan), RefusalKind.NO_IMAGE, 400).reason())
                    .contains("airlock-scanner:latest");
        }
    }

    @Test
    void the_simulation_runs_only_when_asked_for_by_name_and_its_token_says_so() throws Exception {
        Intent named = TestNode.intent("code:execute", "print(1)", Origin.LOCAL, Backend.SIMULATION, 10_000);
        Answer answer = node.call(named);
        assertThat(completed(answer).reason()).contains("nothing was run");
        assertThat(answer.printed()).contains("nothing was run").doesNotContain("1\n");
        assertThat(answer.token().content().eromheen().backend()).contains(Backend.SIMULATION);
        assertThat(answer.token().content().eromheen().isolation().orElseThrow())
                .contains("nothing was run");
        assertThat(node.run("print(1)").token().content().eromheen().backend()).contains(Backend.MICROVM);
    }
}
