package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.SyscallCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs in real containers of crun cannot have the host's kernel do with calls that are listed, nor hide by when they call. */
class NarrowIT extends ContainerGround {
    private static final int GETPPID = 110;
    private static final int SOCKET = 41;

    /** Ends with the errno of the call before. */
    private static final String EXIT_WITH_ERRNO = "f7d8 89c7 b8e7000000 0f05";

    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.CRUN;
    }

    private static ContainerSpec listing(Set<Integer> more) {
        return new ContainerSpec(
                List.of(TinyElf.PATH),
                List.of(),
                32,
                calls(number -> number == CallList.READ || number == CallList.WRITE || more.contains(number)),
                false);
    }

    /** An image of Python that runs this before, or in place of, asking for a payload. */
    private ContainerSpec python(String program) {
        return new ContainerSpec(
                List.of(image.command().getFirst(), "-c", program),
                image.environment(),
                128,
                spec(false).calls(),
                false);
    }

    /** Locks of who runs below this process, as the kernel counts them. */
    private static List<String> locksBelow() {
        Set<String> below = ProcessHandle.current()
                .descendants()
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.toSet());
        try {
            return Files.readAllLines(Path.of("/proc/locks")).stream()
                    .filter(line -> below.contains(line.strip().split("\\s+", -1)[4]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_program_has_all_the_locks_that_it_takes_and_the_kernel_keeps_none_of_them() throws ContainerFailed {
        List<String> kept = new ArrayList<>();
        Watch watch = new Watch(false) {
            @Override
            public void wrote(boolean error, byte[] bytes) {
                kept.addAll(locksBelow());
            }
        };
        byte[] program = """
                import fcntl
                f = open('/tmp/x', 'w')
                for at in range(500):
                    fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 2 * at)
                fcntl.lockf(f, fcntl.LOCK_EX, 1, 2000)
                fcntl.lockf(f, fcntl.LOCK_UN, 1, 0)
                print('locked', flush=True)
                try:
                    fcntl.lockf(99, fcntl.LOCK_EX)
                except OSError as e:
                    print(e.errno)
                """.getBytes(StandardCharsets.UTF_8);
        RunTrace trace = run(RunInput.of(program), LIMITS, watch, false);
        assertThat(text(trace.stderr())).isEmpty();
        assertThat(text(trace.stdout())).isEqualTo("locked\n9\n");
        assertThat(trace.unknownCalls()).isEmpty();
        assertThat(kept).isEmpty();
    }

    @Test
    void a_data_base_of_sqlite_in_a_file_works_without_locks_of_the_kernel() throws ContainerFailed {
        RunTrace trace = run("""
                import sqlite3
                db = sqlite3.connect('/tmp/x.db', isolation_level=None)
                print(db.execute('pragma journal_mode=persist').fetchone()[0])
                for n in range(3):
                    db.execute('begin immediate')
                    db.execute('create table if not exists t (n)')
                    db.execute('insert into t values (?)', (n,))
                    db.execute('commit')
                print(sqlite3.connect('/tmp/x.db').execute('select sum(n) from t').fetchone()[0])
                """);
        assertThat(text(trace.stderr())).isEmpty();
        assertThat(text(trace.stdout())).isEqualTo("persist\n3\n");
    }

    @ParameterizedTest
    @CsvSource({
        "41, 157, b89d000000 bf16000000 be02000000 31d2 0f05, 22", // prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0)
        "42, 157, b89d000000 bf0f000000 4889e6 0f05, 0", // prctl(PR_SET_NAME, stack)
        "43, 158, b89e000000 bf01100000 31f6 0f05, 22", // arch_prctl(ARCH_SET_GS, 0)
        "44, 158, b89e000000 bf03100000 4889e6 0f05, 0", // arch_prctl(ARCH_GET_FS, stack)
        "45, 302, b82e010000 31ff 31f6 4889e2 4d31d2 0f05, 1", // prlimit64(0, RLIMIT_CPU, stack, 0)
        "46, 302, b82e010000 31ff be03000000 31d2 4989e2 0f05, 0", // prlimit64(0, RLIMIT_STACK, 0, stack)
    })
    void a_listed_call_does_no_more_than_is_for_programs(String digest, int listed, String code, int errno)
            throws ContainerFailed {
        try (ParkedContainer parked =
                containers.park(TinyElf.root(digest, code + EXIT_WITH_ERRNO), listing(Set.of(listed)))) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, _ -> new Judgement.Allow());
            assertThat(trace.end()).isEqualTo(new End.Exited(errno));
        }
    }

    @Test
    void a_program_that_names_itself_like_a_line_of_its_own_status_says_nothing_of_its_memory() throws ContainerFailed {
        String code = "b89d000000 bf0f000000 488d350b000000 0f05" + "31ff b8e7000000 0f05";
        String name = HexFormat.of().formatHex("\rVmPeak:\t1 kB\0".getBytes(StandardCharsets.US_ASCII));
        try (ParkedContainer parked = containers.park(TinyElf.root("47", code + name), listing(Set.of(157)))) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, _ -> new Judgement.Allow());
            assertThat(trace.end()).isEqualTo(new End.Exited(0));
            assertThat(trace.peakMemoryBytes()).isGreaterThan(64 << 10);
        }
    }

    @Test
    void a_call_outside_the_policy_is_told_as_that_also_where_it_is_one_too_many() throws ContainerFailed {
        Limits one = new Limits(Duration.ofSeconds(20), 10_000, 1);
        String code = "b829000000 0f05 0f0b";
        try (ParkedContainer parked = containers.park(TinyElf.root("48", code), tiny())) {
            RunTrace trace = parked.run(
                    RunInput.of(new byte[1]),
                    one,
                    call -> call.number() == SOCKET ? new Judgement.Kill("sys_socket") : new Judgement.Allow());
            assertThat(trace.end()).isEqualTo(new End.Killed("sys_socket"));
            assertThat(trace.calls()).isEqualTo(2);
        }
    }

    /** Calls the run off at the first call that is not listed, and means it when the program waits in the second. */
    private static final class CalledOff implements Monitor {
        private Runnable rouse = () -> {};

        @Override
        public void begins(Runnable kick) {
            rouse = kick;
        }

        @Override
        public Judgement judge(SyscallCall call) {
            if (call.number() == GETPPID) {
                rouse.run();
            }
            return call.number() == SOCKET ? new Judgement.Kill("sys_socket") : new Judgement.Allow();
        }

        @Override
        public Judgement interrupted() {
            long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (System.nanoTime() < until && !someoneWaitsIn(SOCKET)) {
                Thread.onSpinWait();
            }
            return new Judgement.Kill("called off");
        }

        private static boolean someoneWaitsIn(int number) {
            return ProcessHandle.current().descendants().anyMatch(process -> {
                try {
                    return Files.readString(Path.of("/proc/" + process.pid() + "/syscall"))
                            .startsWith(number + " ");
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void a_call_outside_the_policy_that_waits_when_a_run_is_called_off_is_told_all_the_same() throws ContainerFailed {
        String code = "b86e000000 0f05" + "b829000000 0f05 0f0b";
        try (ParkedContainer parked = containers.park(TinyElf.root("49", code), tiny())) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, new CalledOff());
            assertThat(trace.end()).isEqualTo(new End.Killed("sys_socket"));
        }
    }

    @Test
    void before_its_payload_a_program_can_give_no_more_commands_than_behind_it() throws ContainerFailed {
        ContainerSpec before = python("""
                import fcntl, os
                try:
                    said = 'DONE %d' % fcntl.fcntl(1, 1032)
                except OSError as e:
                    said = str(e.errno)
                fcntl.lockf(open('/tmp/x', 'w'), fcntl.LOCK_EX)
                os.read(0, 1)
                print(said)
                """);
        try (ParkedContainer parked = containers.park(image.root(), before)) {
            RunTrace trace = parked.run(RunInput.of(new byte[1]), LIMITS, new Watch(false));
            assertThat(text(trace.stdout())).as(text(trace.stderr())).isEqualTo("22\n");
        }
    }

    @Test
    void a_program_that_calls_without_end_and_asks_for_no_payload_is_given_up_in_time() {
        ContainerSpec endless = python("""
                import fcntl
                f = open('/tmp/x', 'w')
                while True:
                    fcntl.lockf(f, fcntl.LOCK_EX)
                """);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThatThrownBy(
                        () -> containers.park(image.root(), endless, Duration.ofSeconds(3)))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("does not ask for its payload within 3 s"));
    }
}
