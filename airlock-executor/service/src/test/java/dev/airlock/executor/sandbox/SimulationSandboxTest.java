package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.decide.Triage;
import dev.airlock.executor.model.Finding;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimulationSandboxTest {
    private static final Plan PLAN = new Plan(
            new IntentKey("s", "i"),
            "code:execute",
            SandboxKind.SIMULATION,
            "airlock-python:latest",
            "code-execute",
            new RunLimits(Duration.ofSeconds(1), SizeClass.MIB_32, 0, 1));

    private final Sandbox sandbox = new SimulationSandbox();

    private Trace look(String payload) {
        Attempt attempt = sandbox.run(PLAN, Bytes.of(payload.getBytes(StandardCharsets.UTF_8)), new Cutoff());
        return switch (attempt) {
            case Attempt.Ran(Trace trace) -> trace;
            case Attempt.Declined(var refusal) -> throw new AssertionError(refusal.text());
        };
    }

    @Test
    void it_runs_nothing_and_says_so_everywhere() {
        Trace trace = look("print(1)");
        assertThat(new String(trace.stdout().toArray(), StandardCharsets.UTF_8))
                .isEqualTo("simulation: nothing was run\n");
        assertThat(trace.site().isolation()).contains("nothing was run");
        assertThat(trace.site().origins()).isEmpty();
        assertThat(trace.ran()).isZero();
        assertThat(Triage.judge(PLAN, trace).reason()).startsWith("simulation, nothing was run: 5 system calls");
    }

    @Test
    void in_audit_mode_what_is_merely_not_allowed_is_counted_and_what_is_dangerous_is_still_an_offence() {
        byte[] payload = "mmap ptrace".getBytes(StandardCharsets.UTF_8);
        Attempt attempt = sandbox.run(PLAN.in(Mode.AUDIT), Bytes.of(payload), new Cutoff());
        assertThat(attempt).isInstanceOfSatisfying(Attempt.Ran.class, ran -> {
            assertThat(ran.trace().calls().audited()).contains(new TreeMap<>(Map.of("sys_mmap", 1L)));
            assertThat(ran.trace().calls().violations())
                    .extracting(violation -> violation.call())
                    .containsExactly("sys_ptrace");
        });
    }

    @Test
    void a_suspicious_payload_would_be_killed() {
        Trace trace = look("import os; os.system('curl x')");
        assertThat(trace.calls().violations()).hasSize(3);
        assertThat(Triage.judge(PLAN, trace)).isInstanceOf(Finding.Killed.class);
    }
}
