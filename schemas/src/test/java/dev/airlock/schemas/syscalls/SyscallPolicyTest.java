package dev.airlock.schemas.syscalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.routes.Routes;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyscallPolicyTest {
    private static final SyscallPolicies POLICIES =
            SyscallPolicies.load(Routes.load().policies());

    private final SyscallPolicy code = policy("code-execute");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 9, 12, 17, 20, 39, 59, 60, 202, 217, 228, 231, 257, 262, 318, 332, 334})
    void what_cpython_and_the_contract_need_is_allowed(int number) {
        assertThat(code.rule(number, false)).isEqualTo(new Ruling.Allowed());
    }

    @ParameterizedTest
    @CsvSource({
        "101, sys_ptrace",
        "41, sys_socket",
        "53, sys_socket",
        "42, sys_connect",
        "57, sys_fork",
        "58, sys_fork",
        "56, sys_clone",
        "435, sys_clone",
        "165, sys_mount",
        "429, sys_mount",
        "169, sys_reboot",
        "246, sys_kexec_load",
        "320, sys_kexec_load"
    })
    void dangerous_calls_are_named_as_in_the_contract(int number, String name) {
        String text = name + " (blocked: dangerous syscall for any intent)";
        for (String policy : Routes.load().policies()) {
            assertThat(textOf(policy(policy).rule(number, false), policy)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "44, sys_sendto", "49, sys_bind", "322, sys_execveat", "425, sys_io_uring_setup", "92, sys_chown",
        "319, sys_memfd_create", "329, sys_pkey_mprotect", "400, sys_nr_400", "512, sys_nr_512",
                "-1, sys_nr_4294967295",
        "1073741865, sys_nr_1073741865", "-2147483648, sys_nr_2147483648", "2147483647, sys_nr_2147483647"
    })
    void everything_else_is_not_allowed_whatever_the_number(int number, String name) {
        assertThat(textOf(code.rule(number, false), "code:execute"))
                .isEqualTo(name + " (not allowed for intent 'code:execute')");
    }

    @Test
    void foreign_code_is_sys_dlopen_even_where_mmap_is_allowed() {
        assertThat(textOf(code.rule(9, true), "code:execute"))
                .isEqualTo("sys_dlopen (blocked: dangerous syscall for any intent)");
        assertThat(textOf(code.rule(10, true), "code:execute"))
                .isEqualTo("sys_dlopen (blocked: dangerous syscall for any intent)");
    }

    @Test
    void dangerous_is_tested_before_foreign_code_and_before_the_allow_list() {
        assertThat(textOf(code.rule(41, true), "x")).startsWith("sys_socket (blocked");
        assertThat(textOf(code.rule(92, true), "x")).startsWith("sys_dlopen (blocked");
    }

    @Test
    void routes_differ_where_the_contract_says_so() {
        assertThat(policy("analyze-malware-sample").rule(39, false))
                .isEqualTo(new Ruling.Violation("sys_getpid", Ruling.Cause.NOT_ALLOWED));
        assertThat(policy("http").rule(44, false)).isEqualTo(new Ruling.Allowed());
        assertThat(policy("http").rule(41, false))
                .isEqualTo(new Ruling.Violation("sys_socket", Ruling.Cause.DANGEROUS));
        assertThat(policy("math-calculation").rule(257, false))
                .isEqualTo(new Ruling.Violation("sys_open", Ruling.Cause.NOT_ALLOWED));
    }

    @Test
    void an_unknown_policy_or_runtime_has_no_policy_at_all() {
        assertThat(POLICIES.policy("code-executeX", "python")).isEmpty();
        assertThat(POLICIES.policy("code-execute", "perl")).isEmpty();
    }

    @Test
    void digests_are_stable_and_differ_between_policies() {
        Set<String> digests = new HashSet<>();
        Routes.load().policies().forEach(name -> digests.add(policy(name).digest()));
        assertThat(digests).hasSize(Routes.load().policies().size()).allMatch(d -> d.matches("sha256:[0-9a-f]{64}"));
        assertThat(SyscallPolicies.load(List.of("code-execute"))
                        .policy("code-execute", "python")
                        .orElseThrow()
                        .digest())
                .isEqualTo(code.digest());
    }

    @Test
    void a_contradiction_between_the_lists_stops_the_start() {
        BitSet socket = new BitSet();
        socket.set(41);
        assertThatThrownBy(() -> new SyscallPolicy("p", "r", SyscallNames.load(), socket, socket))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("p on r allows sys_socket, which is dangerous");
    }

    @Test
    void a_missing_policy_file_stops_the_start() {
        assertThatThrownBy(() -> SyscallPolicies.load(List.of("no-such")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/syscalls/no-such.json");
    }

    private static SyscallPolicy policy(String name) {
        return POLICIES.policy(name, "python").orElseThrow();
    }

    private static String textOf(Ruling ruling, String intent) {
        return switch (ruling) {
            case Ruling.Allowed() -> "allowed";
            case Ruling.Violation violation -> violation.text(intent);
        };
    }
}
