package dev.airlock.jail.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.jail.decide.FilterCompiler;
import dev.airlock.jail.model.Answer;
import dev.airlock.jail.model.Phase;
import dev.airlock.jail.model.Strictness;
import dev.airlock.jail.model.SyscallFilter;
import dev.airlock.jail.model.SyscallRule;
import dev.airlock.schemas.syscalls.ReviewedFile;
import dev.airlock.schemas.syscalls.SyscallNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reviewed policy: what it may never allow, what it needs, and nothing that is there for nothing. */
class FiltersTest {
    private static final int SELF = 4321;
    private static final Path ORACLE = Path.of("../linux/src/test/resources/oracle/oracle.txt");

    private final SyscallNames names = SyscallNames.load();

    private static FilterFile file() {
        return ReviewedFile.read(Filters.FILE, FilterFile.class);
    }

    private static Map<Integer, SyscallRule> rules(Phase phase) {
        return Filters.load(phase, SELF).rules().stream().collect(Collectors.toMap(SyscallRule::number, rule -> rule));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "execve",
                "execveat",
                "fork",
                "vfork",
                "ptrace",
                "process_vm_readv",
                "process_vm_writev",
                "process_madvise",
                "pidfd_open",
                "pidfd_getfd",
                "pidfd_send_signal",
                "kcmp",
                "kill",
                "tkill",
                "unshare",
                "setns",
                "mount",
                "umount2",
                "pivot_root",
                "chroot",
                "open_tree",
                "move_mount",
                "fsopen",
                "fsmount",
                "fspick",
                "mount_setattr",
                "open_by_handle_at",
                "name_to_handle_at",
                "bpf",
                "perf_event_open",
                "userfaultfd",
                "io_uring_setup",
                "io_uring_enter",
                "io_uring_register",
                "add_key",
                "request_key",
                "keyctl",
                "kexec_load",
                "kexec_file_load",
                "init_module",
                "finit_module",
                "delete_module",
                "setuid",
                "setgid",
                "setreuid",
                "setregid",
                "setresuid",
                "setresgid",
                "setgroups",
                "setfsuid",
                "setfsgid",
                "capset",
                "personality",
                "arch_prctl",
                "iopl",
                "ioperm",
                "modify_ldt",
                "swapon",
                "swapoff",
                "reboot",
                "acct",
                "quotactl",
                "syslog",
                "settimeofday",
                "clock_settime",
                "adjtimex",
                "sethostname",
                "setdomainname",
                "bind",
                "listen",
                "accept",
                "accept4",
                "mknod",
                "mknodat",
                "symlink",
                "chown",
                "fchown",
                "lchown",
                "fchownat",
                "setxattr",
                "sendmsg",
                "recvmsg",
                "prlimit64",
                "setrlimit",
                "sched_setscheduler",
                "setpriority",
                "vmsplice",
                "splice",
                "tee",
                "pkey_mprotect",
                "remap_file_pages",
                "memfd_secret",
                "landlock_create_ruleset",
                "fanotify_init",
                "inotify_init1",
                "rt_sigqueueinfo",
                "rt_tgsigqueueinfo",
                "shmget",
                "msgget",
                "semget",
                "mq_open",
                "open",
                "creat",
                "openat2",
                "clone3"
            })
    void no_phase_allows(String call) {
        for (Phase phase : Phase.values()) {
            SyscallRule rule = rules(phase).get(names.numberOf(call));
            assertThat(rule == null || (rule.when().isEmpty() && rule.otherwise() instanceof Answer.Refuse))
                    .as(phase + " " + call)
                    .isTrue();
        }
    }

    @Test
    void the_run_allows_nothing_that_the_start_did_not() {
        Map<Integer, SyscallRule> start = rules(Phase.START);
        assertThat(rules(Phase.RUN).values()).allSatisfy(rule -> {
            SyscallRule wider = start.get(rule.number());
            assertThat(wider).as(names.linuxName(rule.number())).isNotNull();
            assertThat(wider.equals(rule) || wider.otherwise() instanceof Answer.Allow || covers(wider, rule))
                    .as(names.linuxName(rule.number()))
                    .isTrue();
        });
        assertThat(start.keySet()).hasSizeGreaterThan(rules(Phase.RUN).size());
    }

    private static boolean covers(SyscallRule wider, SyscallRule narrower) {
        return wider.when().size() == 1
                && narrower.when().size() == 1
                && wider.when().getFirst().mask() == narrower.when().getFirst().mask()
                && wider.when()
                        .getFirst()
                        .values()
                        .containsAll(narrower.when().getFirst().values());
    }

    @Test
    void once_it_runs_no_file_is_made_and_no_filter_changed() {
        Set<String> lost = new TreeSet<>();
        rules(Phase.START).keySet().stream()
                .filter(number -> !rules(Phase.RUN).containsKey(number))
                .forEach(number -> lost.add(names.linuxName(number)));
        assertThat(lost)
                .contains("sys_seccomp", "sys_rename", "sys_link", "sys_unlink", "sys_mkdir", "sys_chmod", "sys_fsync");
    }

    /** Every C function that {@code airlock.linux} binds, but for those of stage 0, by the call that it ends in. */
    @Test
    void what_our_code_asks_of_c_is_allowed_in_the_run() throws Exception {
        Map<String, String> calls = Map.of(
                "open", "openat",
                "pread", "pread64",
                "pthread_sigmask", "rt_sigprocmask",
                "sigtimedwait", "rt_sigtimedwait");
        Set<String> ofStage0 = Set.of("execve", "getrlimit", "setrlimit", "prctl", "syscall");
        // An executor in the jail runs no containers: what only they need stays shut.
        Set<String> ofContainers = Set.of("accept4", "bind", "listen", "pipe2", "recvmsg");
        Map<Integer, SyscallRule> run = rules(Phase.RUN);
        Set<String> bound = boundByLinux();
        assertThat(bound).contains("ioctl", "mmap").containsAll(ofStage0);
        bound.removeAll(ofStage0);
        assertThat(bound).containsAll(ofContainers);
        bound.removeAll(ofContainers);
        assertThat(ofContainers).allSatisfy(function -> assertThat(run)
                .doesNotContainKey(names.numberOf(calls.getOrDefault(function, function))));
        assertThat(bound).allSatisfy(function -> assertThat(run)
                .containsKey(names.numberOf(calls.getOrDefault(function, function))));
    }

    private static Set<String> boundByLinux() throws IOException {
        Pattern binding = Pattern.compile("Native\\.bind\\(\\s*\"([a-z_0-9]+)\"");
        Set<String> bound = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("../linux/src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                binding.matcher(Files.readString(source)).results().forEach(found -> bound.add(found.group(1)));
            }
        }
        return bound;
    }

    @Test
    void the_ioctls_of_guests_are_exactly_those_that_our_code_makes() throws Exception {
        Map<String, Long> made = new TreeMap<>();
        for (String line : Files.readAllLines(ORACLE)) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("number") && isGuestIoctl(Long.decode(words[2]))) {
                made.put(words[1], Long.decode(words[2]));
            }
        }
        // Too new for the headers of the oracle: airlock.linux computes it from the layout, and its test compares that.
        made.put("PAGEMAP_SCAN", 0xC060_6610L);
        Map<String, Long> allowed = new TreeMap<>();
        file().words().forEach((word, text) -> {
            if (isGuestIoctl(Long.decode(text))) {
                allowed.put(word, Long.decode(text));
            }
        });
        assertThat(allowed).isEqualTo(made);
    }

    /** KVMIO, or the pagemap's 'f' with the size of its struct. */
    private static boolean isGuestIoctl(long number) {
        return ((number >> 8) & 0xFF) == 0xAE || (number & 0xC000_FF00L) == 0xC000_6600L;
    }

    @Test
    void every_word_is_used() {
        FilterFile file = file();
        Set<String> used = file.checked().stream()
                .flatMap(entry -> entry.when().stream())
                .flatMap(test -> Stream.concat(Stream.of(test.mask()), test.values().stream()))
                .collect(Collectors.toCollection(TreeSet::new));
        used.removeAll(Set.of("ALL", "SELF", "NONE"));
        assertThat(file.words().keySet()).containsExactlyInAnyOrderElementsOf(used);
        Set<String> errors = Stream.concat(
                        file.checked().stream().map(FilterFile.Checked::otherwise),
                        file.refused().stream().map(FilterFile.Refused::errno))
                .filter(error -> !error.isEmpty())
                .collect(Collectors.toSet());
        assertThat(file.errnos().keySet()).isEqualTo(errors);
    }

    @Test
    void every_word_is_what_c_says(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc here: the words stand unchecked");
        assumeTrue(Files.exists(Path.of("/usr/include/linux/kvm.h")), "no kernel headers here");
        FilterFile file = file();
        Map<String, String> numbers = new TreeMap<>(file.words());
        file.errnos().forEach((name, text) -> numbers.put(name, "0x" + Integer.toHexString(Integer.parseInt(text))));
        String program = template()
                .replace(
                        "/* WORDS */",
                        numbers.keySet().stream()
                                .map(word -> "WORD(" + word + ");")
                                .collect(Collectors.joining("\n")));
        Path source = folder.resolve("words.c");
        Files.writeString(source, program);
        run("/usr/bin/gcc", "-w", "-o", folder.resolve("words").toString(), source.toString());
        Map<String, String> said = new TreeMap<>();
        run(folder.resolve("words").toString()).lines().forEach(line -> {
            String[] pair = line.split(" ", -1);
            said.put(pair[0], pair[1]);
        });
        assertThat(said).isEqualTo(new TreeMap<>(numbers));
    }

    private static String template() throws IOException {
        try (InputStream in = FiltersTest.class.getResourceAsStream("/jail/words.c")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void signals_go_to_our_own_threads_only(Phase phase) {
        SyscallRule rule = rules(phase).get(names.numberOf("tgkill"));
        assertThat(rule.when()).singleElement().satisfies(condition -> {
            assertThat(condition.argument()).isZero();
            assertThat(condition.values()).isEqualTo(List.of(SELF));
        });
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void the_kernel_takes_the_program_of_every_phase_and_strictness(Phase phase) {
        SyscallFilter filter = Filters.load(phase, SELF);
        for (Strictness strictness : Strictness.values()) {
            assertThat(FilterCompiler.compile(filter, strictness).instructions().size())
                    .isBetween(100, 1_000);
        }
    }
}
