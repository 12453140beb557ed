package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.schemas.syscalls.Ruling;
import dev.airlock.schemas.syscalls.SyscallPolicy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ways out of a container: calls by their numbers, as a program makes them that was written to escape, and what a Python can try with what its policy lists. */
class ContainerEscapeIT extends ContainerGround {
    /** The always-dangerous calls that are calls of Linux, by all the names that it has for them. */
    private static final List<String> DANGEROUS = List.of(
            "ptrace",
            "socket",
            "socketpair",
            "connect",
            "fork",
            "vfork",
            "clone",
            "clone3",
            "mount",
            "move_mount",
            "fsopen",
            "open_tree",
            "mount_setattr",
            "reboot",
            "kexec_load",
            "kexec_file_load");

    /** What a policy simply does not list. */
    private static final List<String> UNLISTED = List.of(
            "bpf",
            "io_uring_setup",
            "unshare",
            "setns",
            "pivot_root",
            "umount2",
            "init_module",
            "finit_module",
            "userfaultfd",
            "perf_event_open",
            "process_vm_readv",
            "process_vm_writev",
            "pidfd_open",
            "pidfd_getfd",
            "open_by_handle_at",
            "keyctl",
            "seccomp",
            "memfd_create",
            "execveat",
            "personality",
            "pkey_mprotect",
            "shmat",
            "rt_sigqueueinfo",
            "tkill",
            "setpriority",
            "swapon",
            "iopl");

    /** A call that no policy lists, and that harms nobody who makes it with nothing. */
    private static final String HARMLESS = "sched_setaffinity";

    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.CRUN;
    }

    static Stream<Arguments> calls() {
        List<String> all = Stream.concat(DANGEROUS.stream(), UNLISTED.stream()).toList();
        return all.stream().map(call -> Arguments.of(call, "%02x".formatted(0x30 + all.indexOf(call))));
    }

    /** The code of a call of this number with whatever is in the registers. */
    private static String called(int number) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
        return "b8" + HexFormat.of().formatHex(bytes) + "0f05";
    }

    private static int number(String call) {
        return POLICY.names().numberOf(call);
    }

    /** A small program under a Python's own filter. */
    private static ContainerSpec small() {
        return new ContainerSpec(
                List.of(TinyElf.PATH),
                List.of(),
                32,
                calls(number -> POLICY.rule(number, false) instanceof Ruling.Allowed),
                false);
    }

    private RunTrace tried(String digest, String code, Watch watch) throws ContainerFailed {
        try (ParkedContainer parked = containers.park(TinyElf.root(digest, code + "0f0b"), small())) {
            return parked.run(RunInput.of(new byte[1]), LIMITS, watch);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void each_call_by_which_one_escapes_ends_the_program_and_is_recorded_by_its_name(String call, String digest)
            throws ContainerFailed {
        Watch watch = new Watch(false);
        RunTrace trace = tried(digest, called(number(call)), watch);
        assertThat(trace.end()).isEqualTo(new End.Killed(POLICY.names().contractName(number(call))));
        assertThat(watch.seen).containsExactly("sys_read", "sys_" + call);
        assertThat(trace.unknownCalls()).as("it got no answer").isEmpty();
    }

    @Test
    void the_always_dangerous_calls_are_tried_by_every_name_of_the_contract() {
        assertThat(DANGEROUS.stream().map(call -> POLICY.rule(number(call), false)))
                .allMatch(ruling ->
                        ruling instanceof Ruling.Violation violation && violation.cause() == Ruling.Cause.DANGEROUS);
        Set<String> tried = new TreeSet<>(Set.of(SyscallPolicy.FOREIGN_CODE));
        DANGEROUS.forEach(call -> tried.add(POLICY.names().contractName(number(call))));
        assertThat(tried).hasSize(9);
    }

    @Test
    void memory_that_is_made_executable_is_foreign_code() throws ContainerFailed {
        // mprotect(where the program lies, a page, read and execute)
        RunTrace trace = tried("10", "bf00004000 be00100000 ba05000000" + called(number("mprotect")), new Watch(false));
        assertThat(trace.end()).isEqualTo(new End.Killed(SyscallPolicy.FOREIGN_CODE));
    }

    @Test
    void a_call_that_nobody_has_a_name_for_ends_the_program_and_is_recorded_by_its_number_where_that_is_seen()
            throws ContainerFailed {
        End end = tried("11", called(500), new Watch(false)).end();
        assertThat(end).isInstanceOfSatisfying(End.Killed.class, killed -> assertThat(killed.offence())
                .matches(runtime() == ContainerRuntime.Wanted.CRUN ? "sys_nr_500" : ".*has no name for"));
    }

    @Test
    void what_no_list_of_its_own_has_a_program_may_do_only_until_it_asks_for_its_payload() throws ContainerFailed {
        int call = number(HARMLESS);
        ContainerSpec strict = tiny();
        String before = "31ff31f631d2" + called(call);
        assertThatThrownBy(() -> containers.park(TinyElf.root("12", before, "0f0b"), strict))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("the program makes call " + call + ", which no policy allows");
        CallList lenient = new CallList(strict.calls().calls(), strict.calls().others(), new TreeSet<>(Set.of(call)));
        ContainerSpec spec = new ContainerSpec(strict.command(), strict.environment(), 32, lenient, false);
        try (ParkedContainer parked = containers.park(TinyElf.root("15", before, called(call) + "0f0b"), spec)) {
            Watch watch = new Watch(false);
            assertThat(parked.run(RunInput.of(new byte[1]), LIMITS, watch).end())
                    .isEqualTo(new End.Killed("sys_" + HARMLESS));
            assertThat(watch.seen).containsExactly("sys_read", "sys_" + HARMLESS);
        }
    }

    @Test
    void foreign_code_is_none_of_a_program_s_also_before_its_payload() {
        String before = "bf00004000 be00100000 ba05000000" + called(number("mprotect"));
        ContainerSpec spec = small();
        assertThatThrownBy(() -> containers.park(TinyElf.root("13", before, "0f0b"), spec))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("the program makes call 10");
    }

    @Test
    void calls_with_commands_are_as_narrow_before_the_payload_as_they_are_behind_it() throws ContainerFailed {
        // membarrier(MEMBARRIER_CMD_QUERY) is to be ENOSYS; prctl(PR_GET_DUMPABLE) EINVAL, and prctl(PR_GET_NAME) is to
        // work
        String asked = "31ff31f6" + called(number("membarrier")) + "83f8da 7402 0f0b";
        String named = "bf10000000 488d742480" + called(number("prctl")) + "85c0 7402 0f0b";
        String dumped = "bf03000000 31f6" + called(number("prctl")) + "83f8ea 7402 0f0b";
        ContainerSpec spec = new ContainerSpec(
                List.of(TinyElf.PATH),
                List.of(),
                32,
                calls(number -> number == CallList.READ
                        || number == CallList.WRITE
                        || number == CallList.EXIT_GROUP
                        || number == number("membarrier")
                        || number == number("prctl")),
                false);
        String all = asked + named + dumped;
        String ends = "bf07000000" + called(CallList.EXIT_GROUP);
        try (ParkedContainer parked = containers.park(TinyElf.root("14", all, all + ends), spec)) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, _ -> new Judgement.Allow());
            assertThat(trace.end()).isEqualTo(new End.Exited(7));
        }
    }

    private String printed(String program) throws ContainerFailed {
        RunTrace trace = run(program);
        assertThat(trace.end()).as(text(trace.stderr())).isEqualTo(new End.Exited(0));
        return text(trace.stdout());
    }

    @Test
    void nothing_of_the_host_is_there_by_any_path() throws ContainerFailed {
        assertThat(printed("""
                import os
                for path in ('/etc/shadow', '/proc/self/maps', '/proc/self/environ', '/proc/self/root', '/proc/1', '/proc/sys',
                             '/dev/kvm', '/dev/mem', '/dev/sda', '/dev/vda', '/dev/loop0', '/dev/fuse', '/dev/net/tun',
                             '/sys/module', '/sys/fs/cgroup', '/root', '/home', '/var/run/docker.sock', '/run/airlock',
                             '/../../etc/shadow', '//etc//shadow', '/in/../../../etc/shadow', '/out/../root', '/work', '/boot'):
                    if os.path.exists(path) or os.path.lexists(path):
                        print('FOUND', path)
                for folder in '/proc', '/in', '/out', '/tmp', '/dev/shm':
                    print(os.listdir(folder), end=' ')
                for folder, _, files in os.walk('/dev'):
                    for name in files:
                        path = os.path.join(folder, name)
                        if os.path.islink(path):
                            continue
                        device = os.stat(path).st_rdev
                        if (os.major(device), os.minor(device)) not in {(1, 3), (1, 5), (1, 7), (1, 8), (1, 9), (5, 0)}:
                            print('DEVICE', path, device)
                """)).isEqualTo("[] [] [] [] [] ");
    }

    @Test
    void no_link_name_or_mode_leads_out_of_its_files() throws ContainerFailed {
        assertThat(printed("""
                import errno, os
                def tried(act):
                    try:
                        act(); return 'DONE'
                    except OSError as e:
                        return e.errno
                print(tried(lambda: os.link('/etc/passwd', '/tmp/p')), tried(lambda: os.rename('/etc/passwd', '/tmp/p')),
                      tried(lambda: os.remove('/etc/passwd')), tried(lambda: os.mkdir('/x')), tried(lambda: os.chmod('/etc/passwd', 0o777)),
                      tried(lambda: os.truncate('/etc/passwd', 0)) in (errno.EACCES, errno.EROFS), tried(lambda: os.utime('/etc/passwd', (0, 0))))
                os.symlink('/../../../etc/shadow', '/tmp/l')
                print(tried(lambda: open('/tmp/l')))
                open('/tmp/s', 'w').write('x'); os.chmod('/tmp/s', 0o6777)
                print(oct(os.stat('/tmp/s').st_mode), tried(lambda: os.execv('/tmp/s', ['s'])))
                print(tried(lambda: os.open('/', os.O_RDWR | os.O_TMPFILE)))
                """)).isEqualTo("""
                        18 18 30 30 30 True 30
                        2
                        0o106777 38
                        30
                        """);
    }

    @Test
    void its_limits_hold_and_it_sets_none() throws ContainerFailed {
        assertThat(printed("""
                import errno, os, resource
                for limit in ('RLIMIT_AS', 'RLIMIT_NOFILE', 'RLIMIT_FSIZE', 'RLIMIT_MEMLOCK', 'RLIMIT_CORE', 'RLIMIT_SIGPENDING', 'RLIMIT_MSGQUEUE'):
                    number = getattr(resource, limit)
                    hard = resource.getrlimit(number)[1]
                    for more in (hard + 1, resource.RLIM_INFINITY):
                        try:
                            resource.setrlimit(number, (more, more)); print('RAISED', limit)
                        except (ValueError, OSError):
                            pass
                files = []
                try:
                    while True: files.append(os.open('/etc/passwd', os.O_RDONLY))
                except OSError as e:
                    print(e.errno == errno.EMFILE, len(files) < 256)
                for f in files: os.close(f)
                try:
                    for i in range(100000): open('/tmp/%d' % i, 'w').close()
                except OSError as e:
                    print(e.errno == errno.ENOSPC, i < 5000)
                try:
                    with open('/dev/shm/sparse', 'wb') as f: f.truncate(1 << 40)
                except OSError as e:
                    print(e.errno == errno.EFBIG)
                try:
                    resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))
                except ValueError:
                    print('none')
                """)).isEqualTo("True True\nTrue True\nTrue\nnone\n");
    }

    @Test
    void a_subprocess_is_a_violation_and_where_a_monitor_lets_it_pass_it_is_refused() throws ContainerFailed {
        String program = "import subprocess\nsubprocess.run(['/usr/bin/python3'])";
        RunTrace trace = run(program);
        assertThat(trace.end()).isIn(new End.Killed("sys_fork"), new End.Killed("sys_clone"));
        RunInput input = RunInput.of(program.getBytes(StandardCharsets.UTF_8));
        trace = run(input, LIMITS, new Watch(true), false);
        assertThat(trace.end()).isEqualTo(new End.Exited(1));
        assertThat(text(trace.stderr())).contains("OSError: [Errno 38]");
    }
}
