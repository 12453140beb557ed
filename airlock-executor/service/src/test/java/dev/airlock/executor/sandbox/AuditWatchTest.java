package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.decide.Triage;
import dev.airlock.executor.model.Finding;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.SyscallCall;
import dev.airlock.microvm.personality.Tape;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a watch says to calls in audit mode. Numbers as in arch/x86/entry/syscalls/syscall_64.tbl. */
class AuditWatchTest {
    private static final int READ = 0;
    private static final int PTRACE = 101;
    private static final int SYSLOG = 103;
    private static final Plan PLAN =
            Plans.of("code:execute", "airlock-python:latest", "code-execute", SizeClass.MIB_64);

    private static SyscallWatch watch(Mode mode) {
        return new SyscallWatch(
                SyscallPolicies.load(Routes.load().policies())
                        .policy("code-execute", "python")
                        .orElseThrow(),
                "code:execute",
                new Cutoff(),
                Tap.NONE,
                mode);
    }

    private static SyscallCall call(int number, boolean foreign) {
        return new SyscallCall(number, 0, 0, 0, 0, 0, 0, foreign);
    }

    private static Trace trace(SyscallWatch watch, End end) {
        var run = new RunTrace(
                end,
                new byte[0],
                new byte[0],
                Duration.ofMillis(1),
                1,
                new TreeMap<>(),
                0,
                List.of(),
                Tape.fresh().recording(),
                Optional.empty());
        return watch.trace(new Site(SandboxKind.MICROVM, "test", Optional.empty()), PLAN, run);
    }

    @Test
    void a_call_outside_the_policy_is_answered_counted_by_name_and_no_offence() {
        SyscallWatch watch = watch(Mode.AUDIT);
        assertThat(watch.judge(call(READ, false))).isEqualTo(new Judgement.Allow());
        assertThat(watch.judge(call(SYSLOG, false))).isEqualTo(new Judgement.Allow());
        assertThat(watch.judge(call(SYSLOG, false))).isEqualTo(new Judgement.Allow());
        assertThat(watch.judge(call(4242, false))).isEqualTo(new Judgement.Allow());
        Trace trace = trace(watch, new End.Exited(0));
        assertThat(trace.calls().audited()).contains(new TreeMap<>(Map.of("sys_syslog", 2L, "sys_nr_4242", 1L)));
        assertThat(trace.calls().violations()).isEmpty();
        assertThat(trace.calls().total()).isEqualTo(4);
        assertThat(Triage.judge(PLAN.in(Mode.AUDIT), trace))
                .isInstanceOfSatisfying(
                        Finding.Completed.class,
                        completed -> assertThat(completed.reason())
                                .startsWith(
                                        "audit mode, 3 calls would have been killed (sys_nr_4242 1, sys_syslog 2): 4 system calls"));
    }

    @Test
    void the_same_call_ends_a_run_whose_policy_is_enforced() {
        SyscallWatch watch = watch(Mode.ENFORCE);
        assertThat(watch.judge(call(SYSLOG, false))).isInstanceOf(Judgement.Kill.class);
        assertThat(trace(watch, new End.Killed("sys_syslog (not allowed for intent 'code:execute')"))
                        .calls()
                        .audited())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {PTRACE, 41, 42, 57, 56, 165, 169, 246})
    void the_always_dangerous_calls_end_a_run_in_audit_mode_too(int number) {
        SyscallWatch watch = watch(Mode.AUDIT);
        assertThat(watch.judge(call(number, false)))
                .isInstanceOfSatisfying(Judgement.Kill.class, kill -> assertThat(kill.offence())
                        .contains("dangerous syscall for any intent"));
        assertThat(watch(Mode.AUDIT).judge(call(READ, true)))
                .as("foreign code, which is sys_dlopen")
                .isInstanceOf(Judgement.Kill.class);
    }

    @Test
    void a_guest_that_makes_up_numbers_does_not_make_the_token_grow() {
        SyscallWatch watch = watch(Mode.AUDIT);
        for (int number = 1_000; number < 10_000; number++) {
            assertThat(watch.judge(call(number, false))).isEqualTo(new Judgement.Allow());
        }
        var audited = trace(watch, new End.Exited(0)).calls().audited().orElseThrow();
        assertThat(audited).hasSizeLessThanOrEqualTo(AuditedCalls.NAMES_MAX + 1);
        assertThat(audited.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(9_000);
    }
}
