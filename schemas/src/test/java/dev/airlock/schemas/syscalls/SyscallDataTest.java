package dev.airlock.schemas.syscalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallFiles.Dangerous;
import dev.airlock.schemas.syscalls.SyscallFiles.Entry;
import dev.airlock.schemas.syscalls.SyscallFiles.Families;
import dev.airlock.schemas.syscalls.SyscallFiles.Family;
import dev.airlock.schemas.syscalls.SyscallFiles.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The reviewed files against the contract, against each other and against the kernel's own header. */
class SyscallDataTest {
    private static final List<String> BASE =
            List.of("sys_execve", "sys_write", "sys_read", "sys_exit", "sys_brk", "sys_mprotect");
    private static final List<String> NINE = List.of(
            "sys_ptrace",
            "sys_socket",
            "sys_connect",
            "sys_dlopen",
            "sys_fork",
            "sys_clone",
            "sys_mount",
            "sys_reboot",
            "sys_kexec_load");

    @ParameterizedTest
    @CsvSource({
        "analyze-malware-sample, open stat close",
        "code-execute, open stat close getpid",
        "file-scan, open stat close getdents",
        "call-voice, sendto recvfrom ioctl",
        "call-video, sendto recvfrom ioctl mmap",
        "shell, open stat close getpid ioctl",
        "http, open stat close sendto recvfrom",
        "db, open stat close sendto recvfrom",
        "ai, open stat close sendto recvfrom mmap",
        "math-calculation, ''",
    })
    void every_route_policy_is_the_base_and_the_contracts_additions(String policy, String additions) {
        Stream<String> added = Arrays.stream(additions.split(" ")).filter(s -> !s.isEmpty());
        assertThat(callsOf(SyscallPolicies.policy(policy).allow()))
                .containsExactlyElementsOf(
                        Stream.concat(BASE.stream(), added.map(s -> "sys_" + s)).toList());
    }

    @Test
    void nine_calls_are_dangerous_in_every_route() {
        assertThat(callsOf(dangerous())).containsExactlyElementsOf(NINE);
    }

    @Test
    void what_some_policy_allows_is_no_dangerous_call_and_all_that_an_interpreter_starts_with() {
        SyscallPolicies policies = SyscallPolicies.load(Routes.load().policies());
        SyscallNames names = SyscallNames.load();
        assertThat(policies.anywhere())
                .contains(names.numberOf("arch_prctl"), names.numberOf("openat"), names.numberOf("getrandom"))
                .noneMatch(number -> NINE.contains(names.contractName(number)));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void no_allow_list_holds_a_dangerous_call(String policy) {
        assertThat(callsOf(SyscallPolicies.policy(policy).allow())).doesNotContainAnyElementsOf(NINE);
    }

    @Test
    void no_runtime_holds_a_call_of_a_dangerous_family() {
        Set<String> banned = new HashSet<>();
        families().stream().filter(f -> NINE.contains(f.name())).forEach(f -> banned.addAll(f.calls()));
        assertThat(banned)
                .contains("socket", "clone3", "vfork", "kexec_file_load")
                .hasSizeGreaterThan(NINE.size());
        for (String runtime : SyscallPolicies.RUNTIMES) {
            assertThat(callsOf(SyscallPolicies.runtime(runtime).allow())).doesNotContainAnyElementsOf(banned);
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void no_route_allows_a_known_way_out(String policy) {
        String waysOut =
                "execveat memfd_create memfd_secret userfaultfd pidfd_open pidfd_getfd pidfd_send_signal io_uring_setup"
                        + " io_uring_enter io_uring_register bpf keyctl add_key request_key perf_event_open process_vm_readv"
                        + " process_vm_writev process_madvise personality remap_file_pages pkey_mprotect shmget shmat init_module"
                        + " finit_module delete_module uselib unshare setns chroot pivot_root umount2 seccomp name_to_handle_at"
                        + " open_by_handle_at modify_ldt iopl ioperm kcmp swapon acct bind listen accept accept4 prctl setuid"
                        + " setresuid capset mknod mknodat setpriority sched_setscheduler migrate_pages move_pages fanotify_init"
                        + " lookup_dcookie quotactl syslog vhangup tkill rt_sigqueueinfo timer_create vmsplice splice tee";
        SyscallPolicies policies = SyscallPolicies.load(List.of(policy));
        for (String runtime : SyscallPolicies.RUNTIMES) {
            SyscallPolicy ruled = policies.policy(policy, runtime).orElseThrow();
            // A busybox names itself after an applet, and lays down rights that it never had, before it runs it; the
            // guest's
            // kernel, which is ours, knows one user.
            assertThat(waysOut.split(" "))
                    .filteredOn(call -> !(runtime.equals("shell")
                            && List.of("prctl", "setuid").contains(call)))
                    .allSatisfy(call -> assertThat(ruled.rule(ruled.names().numberOf(call), false))
                            .as("%s on %s", call, runtime)
                            .isInstanceOf(Ruling.Violation.class));
            NINE.stream()
                    .flatMap(name -> ruled.names().numbersOfContract(name).stream())
                    .forEach(number -> assertThat(ruled.rule(number, false))
                            .isEqualTo(
                                    new Ruling.Violation(ruled.names().contractName(number), Ruling.Cause.DANGEROUS)));
        }
    }

    @Test
    void a_calculator_can_open_nothing() {
        SyscallPolicy ruled = SyscallPolicies.load(List.of("math-calculation"))
                .policy("math-calculation", "calculator")
                .orElseThrow();
        assertThat(List.of("open", "openat", "openat2", "stat", "getdents64", "readlink", "chdir", "ioctl"))
                .allSatisfy(call -> assertThat(ruled.rule(ruled.names().numberOf(call), false))
                        .as(call)
                        .isInstanceOf(Ruling.Violation.class));
    }

    @Test
    void every_family_is_used_by_some_list() {
        Set<String> used = new TreeSet<>(callsOf(dangerous()));
        policies().forEach(p -> used.addAll(callsOf(SyscallPolicies.policy(p).allow())));
        assertThat(families().stream().map(Family::name)).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void only_sys_dlopen_is_no_linux_call() {
        assertThat(families().stream().filter(f -> f.calls().isEmpty()).map(Family::name))
                .containsExactly("sys_dlopen");
    }

    @Test
    void no_runtime_repeats_what_the_contract_gives_to_every_route() {
        Set<String> base = new HashSet<>();
        families().stream().filter(f -> BASE.contains(f.name())).forEach(f -> base.addAll(f.calls()));
        for (String runtime : SyscallPolicies.RUNTIMES) {
            assertThat(callsOf(SyscallPolicies.runtime(runtime).allow())).doesNotContainAnyElementsOf(base);
        }
    }

    @Test
    void every_python_route_may_open_close_and_ask_about_files_of_its_image() {
        List<String> python = Routes.load().rows().stream()
                .filter(r -> r.image().startsWith("airlock-python:"))
                .map(r -> r.policy())
                .toList();
        assertThat(python).isNotEmpty().allSatisfy(policy -> assertThat(
                        callsOf(SyscallPolicies.policy(policy).allow()))
                .contains("sys_open", "sys_stat", "sys_close"));
    }

    @Test
    void every_file_is_read_by_somebody() throws IOException {
        Set<String> expected = new TreeSet<>(policies());
        SyscallPolicies.RUNTIMES.forEach(r -> expected.add("runtime-" + r));
        expected.addAll(List.of("x86_64", "families", "dangerous"));
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/syscalls"))) {
            assertThat(files.map(p -> p.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void the_numbers_are_those_of_the_kernels_header() throws IOException {
        Path header = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
        assumeThat(header).as("linux-libc-dev is not installed").exists();
        Map<Integer, String> ours = new TreeMap<>(table().calls());
        List<MatchResult> lines = Pattern.compile("#define __NR_(\\w+) (\\d+)")
                .matcher(Files.readString(header))
                .results()
                .toList();
        assertThat(lines).hasSizeGreaterThan(300).allSatisfy(line -> assertThat(
                        ours.get(Integer.valueOf(line.group(2))))
                .isEqualTo(line.group(1)));
    }

    @Test
    void the_table_has_the_numbers_that_everybody_knows() {
        assertThat(table().calls())
                .containsEntry(0, "read")
                .containsEntry(41, "socket")
                .containsEntry(59, "execve")
                .containsEntry(257, "openat")
                .containsEntry(435, "clone3")
                .containsEntry(462, "mseal")
                .doesNotContainKeys(337, 423, 512);
    }

    private static Set<String> policies() {
        return Routes.load().policies();
    }

    private static List<String> callsOf(List<Entry> entries) {
        return entries.stream().map(Entry::call).toList();
    }

    private static List<Entry> dangerous() {
        return ReviewedFile.read("/syscalls/dangerous.json", Dangerous.class).calls();
    }

    private static List<Family> families() {
        return ReviewedFile.read("/syscalls/families.json", Families.class).families();
    }

    private static Table table() {
        return ReviewedFile.read("/syscalls/x86_64.json", Table.class);
    }
}
