package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.FakeSandbox.Traces;
import dev.airlock.executor.model.Finding;
import dev.airlock.executor.model.Offence;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.model.Trace.End;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriageTest {
    private static final Plan PLAN = new Plan(
            new IntentKey("s", "i"),
            "code:execute",
            SandboxKind.MICROVM,
            "airlock-python:latest",
            "code-execute",
            new RunLimits(Duration.ofSeconds(1), SizeClass.MIB_64, 100, 1000));
    private static final Offence.Violation SOCKET =
            new Offence.Violation("sys_socket", "sys_socket (blocked: dangerous syscall for any intent)");
    private static final Offence.Violation FORK =
            new Offence.Violation("sys_fork", "sys_fork (blocked: dangerous syscall for any intent)");

    private static Finding judge(End end, Offence.Violation... violations) {
        return Triage.judge(PLAN, Traces.trace(end, Bytes.EMPTY, List.of(violations)));
    }

    @Test
    void a_failure_comes_before_violations_and_is_the_reason() {
        assertThat(judge(new End.Broke(Trace.Cause.GUEST, "#GP at 1000"), SOCKET))
                .isEqualTo(new Finding.Faulted(Trace.Cause.GUEST, "#GP at 1000"));
    }

    @Test
    void violations_are_counted_and_listed() {
        assertThat(judge(new End.Stopped(FORK), SOCKET, FORK))
                .isEqualTo(
                        new Finding.Killed(List.of(SOCKET, FORK), "2 offences: " + SOCKET.text() + "; " + FORK.text()));
    }

    @Test
    void a_violation_kills_even_if_the_guest_claims_to_have_exited() {
        assertThat(judge(new End.Exited(0), SOCKET)).isInstanceOf(Finding.Killed.class);
    }

    @Test
    void what_is_safe_names_its_calls_and_its_intent() {
        assertThat(judge(new End.Exited(3)))
                .isEqualTo(new Finding.Completed(3, "1 system calls within the bounds of 'code:execute', exit code 3"));
    }

    @Test
    void every_limit_is_a_kill_that_names_it() {
        assertThat(reason(new Offence.Deadline(Duration.ofMillis(250))))
                .isEqualTo("1 offence: deadline of 250 ms passed");
        assertThat(reason(new Offence.Output(64))).isEqualTo("1 offence: output limit of 64 bytes exceeded");
        assertThat(reason(new Offence.Calls(9))).isEqualTo("1 offence: limit of 9 system calls exceeded");
    }

    private static String reason(Offence offence) {
        return judge(new End.Stopped(offence)).reason();
    }
}
