package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unmodified CPython in a microVM. */
@Tag("kvm")
class PythonTest {
    /** socket, clone, fork, vfork, execve, ptrace, clone3. */
    private static final Set<Integer> FORBIDDEN = Set.of(41, 56, 57, 58, 59, 101, 435);

    private static final Monitor GUARD = call -> FORBIDDEN.contains(call.number())
            ? new Judgement.Kill("call " + call.number())
            : call.foreignCode() ? new Judgement.Kill("foreign code") : new Judgement.Allow();

    private static WarmPython python;

    @BeforeAll
    static void warm(@TempDir Path folder) throws Exception {
        KvmRequired.orSkipLoudly();
        python = WarmPython.boot(folder, 64);
    }

    @AfterAll
    static void close() {
        if (python != null) {
            python.close();
        }
    }

    @Test
    void a_payload_prints() {
        RunTrace trace = python.run("print('hello')");
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        assertThat(WarmPython.out(trace)).isEqualTo("hello\n");
        assertThat(trace.calls()).isBetween(2L, 1000L);
        assertThat(trace.peakMemoryBytes()).isBetween(1L << 20, 64L << 20);
        assertThat(trace.ran()).isPositive();
    }

    /** The runner takes a short read for the last, and must not take a full one for it. */
    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 65_537, 131_072})
    void a_payload_of_any_length_is_run_to_its_last_line(int bytes) {
        String first = "print('first')\n#";
        String last = "\nprint('last')";
        String payload = first + "x".repeat(bytes - first.length() - last.length()) + last;
        RunTrace trace = python.run(payload);
        assertThat(WarmPython.out(trace)).isEqualTo("first\nlast\n");
    }

    @Test
    void the_standard_library_imports() {
        RunTrace trace = python.run("""
                import json, re, math, random, hashlib, decimal, dataclasses, asyncio, statistics, zlib, sqlite3, csv
                print(json.dumps([math.sqrt(2), re.findall(r'\\d', 'a1b2'), hashlib.sha256(b'x').hexdigest()[:4]]))
                print(decimal.Decimal(1) / 3)
                """);
        assertThat(WarmPython.err(trace)).isEmpty();
        assertThat(WarmPython.out(trace)).startsWith("[1.4142135623730951, [\"1\", \"2\"], \"2d71\"]\n0.3333");
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
    }

    @Test
    void an_exception_is_a_traceback_and_code_1() {
        RunTrace trace = python.run("1 / 0");
        assertThat(trace.end()).isEqualTo(new End.Exited(1));
        assertThat(WarmPython.err(trace)).contains("Traceback", "ZeroDivisionError");
    }

    /** brk, mmap, munmap and mremap are ways out of the guest. */
    @Test
    void a_program_that_needs_little_memory_makes_no_call_for_it() {
        var numbers = new ArrayList<Integer>();
        RunTrace trace = python.run("""
                import json, re, math
                found = re.findall('[0-9]+', 'a1b22' * 1000)
                print(json.dumps({'found': found, 'root': math.sqrt(2), 'bytes': len(bytes(400_000))})[:9])
                """, WarmPython.LIMITS, call -> {
            numbers.add(call.number());
            return new Judgement.Allow();
        });
        assertThat(WarmPython.out(trace)).isEqualTo("{\"found\":\n");
        assertThat(numbers).contains(1, 231).doesNotContain(9, 11, 12, 25);
    }

    @Test
    void sys_exit_gives_its_code() {
        assertThat(python.run("import sys; sys.exit(3)").end()).isEqualTo(new End.Exited(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/shadow",
                "/proc/self/maps",
                "/proc/self/environ",
                "/dev/kvm",
                "/sys/module",
                "/root",
                "/home",
                "/../../etc/shadow",
                "//etc//shadow",
                "/work",
                "/dev/mem",
                "/var/run/docker.sock"
            })
    void nothing_of_the_host_is_there(String path) {
        RunTrace trace =
                python.run("import os; print(os.path.exists('%s'), os.path.lexists('%s'))".formatted(path, path));
        assertThat(WarmPython.out(trace)).isEqualTo("False False\n");
    }

    @Test
    void the_identity_is_the_guests_own() throws IOException {
        RunTrace trace = python.run("import os; u = os.uname(); print(u.nodename, u.release, os.getpid(), os.environ)");
        assertThat(WarmPython.out(trace))
                .contains("airlock")
                .doesNotContain(
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    }

    @Test
    void files_of_the_image_cannot_be_written() {
        RunTrace trace = python.run("""
                import os
                for act in (lambda: open('/x', 'w'), lambda: os.mkdir('/x'), lambda: os.remove('/etc/passwd'),
                            lambda: open('/etc/passwd', 'a'), lambda: os.rename('/etc/passwd', '/tmp/p')):
                    try:
                        act()
                    except OSError as e:
                        print(e.errno)
                """);
        assertThat(WarmPython.out(trace)).isEqualTo("30\n30\n30\n30\n18\n");
    }

    @Test
    void files_in_tmp_are_the_runs_own_and_limited() {
        RunTrace trace =
                python.run("""
                import os
                print(os.listdir('/tmp'))
                with open('/tmp/x', 'w') as f:
                    f.write('kept')
                print(open('/tmp/x').read(), os.stat('/tmp/x').st_uid == os.getuid())
                try:
                    with open('/tmp/big', 'wb') as f:
                        f.write(bytes(2 << 20))
                except OSError as e:
                    print(e.errno, os.path.getsize('/tmp/big') < 1 << 20)
                """, new Limits(Duration.ofSeconds(20), 1 << 16, 100_000, 1 << 20), WarmPython.ALLOW_ALL);
        assertThat(WarmPython.out(trace)).isEqualTo("[]\nkept True\n28 True\n");
        assertThat(WarmPython.out(python.run("import os; print(os.listdir('/tmp'))")))
                .isEqualTo("[]\n");
    }

    @Test
    void a_signal_reaches_its_handler_at_a_call_and_in_the_middle_of_a_loop() {
        RunTrace trace = python.run("""
                import signal, os, time
                log = []
                signal.signal(signal.SIGALRM, lambda number, frame: log.append(number))
                signal.raise_signal(signal.SIGALRM)
                signal.setitimer(signal.ITIMER_REAL, 0.05)
                x = 0.0
                while len(log) < 2:
                    x = x * 0.5 + 1.0
                signal.setitimer(signal.ITIMER_REAL, 0.05)
                time.sleep(0.2)
                print(log, x <= 2.0)
                os.kill(os.getpid(), signal.SIGTERM)
                """);
        assertThat(WarmPython.err(trace)).isEmpty();
        assertThat(WarmPython.out(trace)).isEmpty(); // what was printed was still in Python's own buffer
        assertThat(trace.end()).isEqualTo(new End.Exited(128 + 15));
    }

    @Test
    void handlers_run_and_return_a_hundred_times_without_harm() {
        RunTrace trace = python.run("""
                import signal
                log = []
                signal.signal(signal.SIGALRM, lambda number, frame: log.append(number))
                signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
                total = 0.0
                while len(log) < 100:
                    total = sum(i * 0.25 for i in range(100))
                signal.setitimer(signal.ITIMER_REAL, 0)
                print(total)
                """);
        assertThat(WarmPython.out(trace)).isEqualTo("1237.5\n");
    }

    @Test
    void an_endless_loop_dies_at_the_deadline() {
        RunTrace trace = python.run(
                "while True: pass",
                new Limits(Patience.of(Duration.ofMillis(300)), 1000, 100_000),
                WarmPython.ALLOW_ALL);
        assertThat(trace.end()).isEqualTo(new End.DeadlineExceeded());
        assertThat(trace.ran()).isBetween(Patience.of(Duration.ofMillis(300)), Patience.of(Duration.ofSeconds(5)));
    }

    @Test
    void a_sleep_dies_at_the_deadline() {
        RunTrace trace = python.run(
                "import time; time.sleep(3600)",
                new Limits(Patience.of(Duration.ofMillis(300)), 1000, 100_000),
                WarmPython.ALLOW_ALL);
        assertThat(trace.end()).isEqualTo(new End.DeadlineExceeded());
        assertThat(trace.ran()).isBetween(Patience.of(Duration.ofMillis(300)), Patience.of(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"import time; time.sleep(3600)", "import signal; signal.pause()", "while True: pass"})
    void a_run_that_is_called_off_ends_at_once_whatever_the_guest_waits_for(String program) {
        CallingOff monitor = new CallingOff();
        RunTrace trace = python.run(program, WarmPython.LIMITS, monitor);
        assertThat(trace.end()).isEqualTo(new End.Killed("called off"));
        assertThat(trace.ran()).isLessThan(WarmPython.LIMITS.deadline().dividedBy(2));
    }

    /** Calls a run off a moment after the guest got its payload. */
    private static final class CallingOff implements Monitor {
        private volatile boolean off;

        @Override
        public Judgement judge(SyscallCall call) {
            return new Judgement.Allow();
        }

        @Override
        public void begins(Runnable kick) {
            Thread.ofPlatform().daemon().start(() -> {
                LockSupport.parkNanos(Patience.of(Duration.ofMillis(300)).toNanos());
                off = true;
                kick.run();
            });
        }

        @Override
        public Judgement interrupted() {
            return off ? new Judgement.Kill("called off") : new Judgement.Allow();
        }
    }

    @Test
    void what_a_program_writes_is_heard_while_it_runs() {
        var heard = new ByteArrayOutputStream();
        Monitor listens = new Monitor() {
            @Override
            public Judgement judge(SyscallCall call) {
                return heard.size() < 8 ? new Judgement.Allow() : new Judgement.Kill("heard enough");
            }

            @Override
            public void wrote(boolean error, byte[] bytes) {
                heard.writeBytes(bytes);
            }
        };
        RunTrace trace = python.run("""
                import sys, time
                print('one', flush=True)
                print('two', file=sys.stderr, flush=True)
                time.sleep(3600)
                """, WarmPython.LIMITS, listens);
        assertThat(trace.end()).isEqualTo(new End.Killed("heard enough"));
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
        assertThat(new String(trace.stdout(), StandardCharsets.UTF_8)).isEqualTo("one\n");
    }

    @Test
    void too_much_memory_is_a_memory_error_and_can_be_survived() {
        RunTrace trace = python.run("""
                try:
                    x = bytearray(1 << 30)
                except MemoryError:
                    print('MemoryError')
                y = bytearray(20 << 20)
                del y
                y = bytearray(20 << 20)
                print(sum(y))
                """);
        assertThat(WarmPython.out(trace)).isEqualTo("MemoryError\n0\n");
    }

    @Test
    void small_allocations_without_end_are_a_memory_error() {
        RunTrace trace = python.run("""
                x = []
                try:
                    while True:
                        x.append(bytes(100000))
                except MemoryError:
                    n = len(x)
                    del x
                    print(n > 100)
                """);
        assertThat(WarmPython.out(trace)).isEqualTo("True\n");
    }

    @Test
    void deep_recursion_is_an_exception() {
        RunTrace trace = python.run("def f(): f()\ntry: f()\nexcept RecursionError: print('deep')");
        assertThat(WarmPython.out(trace)).isEqualTo("deep\n");
    }

    @Test
    void too_much_output_ends_the_run_and_what_fits_is_kept() {
        RunTrace trace = python.run(
                "print('x' * (10 << 20))",
                new Limits(Patience.of(Duration.ofSeconds(20)), 100_000, 100_000),
                WarmPython.ALLOW_ALL);
        assertThat(trace.end()).isEqualTo(new End.OutputExceeded());
        assertThat(trace.stdout()).hasSize(100_000).containsOnly('x');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import socket; socket.socket()",
                "import os; os.fork()",
                "import threading; threading.Thread(target=print).start()",
                "import os; os.execv('/usr/bin/python3.11', ['x'])"
            })
    void a_monitor_kills_what_it_forbids(String payload) {
        RunTrace trace = python.run(payload + "\nprint('survived')", WarmPython.LIMITS, GUARD);
        assertThat(trace.end()).isInstanceOf(End.Killed.class);
        assertThat(WarmPython.out(trace)).isEmpty();
    }

    @Test
    void without_a_monitor_nothing_is_there_to_be_had_either() {
        RunTrace trace = python.run("""
                import os, socket, threading
                for act in (socket.socket, os.fork, lambda: os.execv('/usr/bin/python3', ['x']), threading.Thread(target=print).start):
                    try:
                        act()
                    except (OSError, RuntimeError) as e:
                        print(type(e).__name__)
                """);
        assertThat(WarmPython.out(trace)).isEqualTo("OSError\nOSError\nOSError\nRuntimeError\n");
        assertThat(trace.unknownCalls()).containsKey(41);
    }

    @Test
    void memory_that_is_to_hold_code_of_ones_own_is_foreign_code() {
        RunTrace trace =
                python.run("import mmap; mmap.mmap(-1, 4096, prot=7); print('survived')", WarmPython.LIMITS, GUARD);
        assertThat(trace.end()).isEqualTo(new End.Killed("foreign code"));
    }

    @Test
    void ctypes_calls_the_guests_own_libc_and_nothing_else() {
        RunTrace trace = python.run("""
                import ctypes, importlib.util
                libc = ctypes.CDLL(None)
                print(libc.getpid(), libc.socket(2, 1, 0), libc.open(b'/etc/shadow', 0))
                """);
        assumeTrue(!WarmPython.err(trace).contains("ModuleNotFoundError"), "this host's Python has no ctypes");
        assertThat(WarmPython.out(trace)).isEqualTo("1000 -1 -1\n");
    }

    @Test
    void a_null_pointer_is_a_fault_with_its_address() {
        RunTrace trace = python.run("import ctypes\nctypes.string_at(0)");
        assumeTrue(!WarmPython.err(trace).contains("ModuleNotFoundError"), "this host's Python has no ctypes");
        assertThat(trace.end()).isInstanceOfSatisfying(End.Faulted.class, fault -> assertThat(fault.reason())
                .startsWith("page fault on address 0x0"));
    }

    @Test
    void a_subprocess_is_refused() {
        RunTrace trace = python.run("import subprocess\nsubprocess.run(['/usr/bin/python3'])");
        assertThat(trace.end()).isEqualTo(new End.Exited(1));
        assertThat(WarmPython.err(trace)).contains("OSError: [Errno 38]");
    }

    @Test
    void a_monitor_that_throws_ends_the_run() {
        RunTrace trace = python.run("print(1)", WarmPython.LIMITS, _ -> {
            throw new IllegalStateException("broken");
        });
        assertThat(trace.end()).isInstanceOf(End.Faulted.class);
        assertThat(trace.stdout()).isEmpty();
    }

    @Test
    void a_payload_of_a_mebibyte_arrives_whole() {
        RunTrace trace = python.run("x = '" + "y".repeat(1_000_000) + "'\nprint(len(x))");
        assertThat(WarmPython.out(trace)).isEqualTo("1000000\n");
    }

    @Test
    void runs_know_nothing_of_one_another() {
        for (int i = 0; i < 10; i++) {
            RunTrace trace = python.run("""
                    import builtins, os
                    print(hasattr(builtins, 'mark'), os.getcwd())
                    builtins.mark = 1
                    os.chdir('/usr')
                    """);
            assertThat(WarmPython.out(trace)).isEqualTo("False /\n");
        }
    }

    @Test
    void randomness_differs_from_run_to_run() {
        String payload = "import os, random; print(os.urandom(8).hex(), random.random())";
        assertThat(WarmPython.out(python.run(payload))).isNotEqualTo(WarmPython.out(python.run(payload)));
    }

    @Test
    void two_hundred_runs_draw_nothing_twice() throws Exception {
        drawsNothingTwice(200);
    }

    @Test
    @Tag("long")
    void ten_thousand_runs_draw_nothing_twice() throws Exception {
        drawsNothingTwice(10_000);
    }

    /** Half of them in fresh forks, half on a machine that is reset in place. What takes long to import, one in ten draws from. */
    private static void drawsNothingTwice(int runs) throws Exception {
        byte[] few = "import os, _random; print(os.urandom(16).hex(), _random.Random().random())"
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = """
                import os, random, secrets, tempfile, uuid
                print(os.urandom(16).hex(), random.random(), uuid.uuid4(), secrets.token_hex(16), next(tempfile._get_candidate_names()))
                """.getBytes(StandardCharsets.UTF_8);
        Set<String> drawn = new HashSet<>();
        int things = 0;
        try (ParkedVm vm = python.snapshot.park()) {
            for (int i = 0; i < runs; i++) {
                byte[] payload = i % 20 < 2 ? all : few;
                boolean reset = i % 2 == 0;
                RunTrace trace = reset
                        ? vm.run(payload, WarmPython.LIMITS, WarmPython.ALLOW_ALL)
                        : python.snapshot.run(payload, WarmPython.LIMITS, WarmPython.ALLOW_ALL);
                assertThat(trace.end()).as(WarmPython.err(trace)).isEqualTo(new End.Exited(0));
                List<String> words = List.of(WarmPython.out(trace).strip().split(" "));
                drawn.addAll(words);
                things += words.size();
                if (reset) {
                    vm.reset();
                }
            }
        }
        assertThat(things).isEqualTo(2 * runs + 3 * (runs / 10));
        assertThat(drawn).hasSize(things);
    }

    @Test
    void two_threads_run_at_the_same_time() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<CompletableFuture<RunTrace>> runs = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String payload = "print(sum(range(%d)))".formatted(i * 1000);
                runs.add(CompletableFuture.supplyAsync(() -> python.run(payload), threads));
            }
            for (int i = 0; i < 6; i++) {
                long n = i * 1000L;
                assertThat(WarmPython.out(runs.get(i)
                                .get(Patience.of(Duration.ofSeconds(30)).toSeconds(), TimeUnit.SECONDS)))
                        .isEqualTo(Math.max(0, n * (n - 1) / 2) + "\n");
            }
        }
    }

    @Test
    void nothing_is_left_after_many_runs() throws IOException {
        python.run("print(1)");
        long descriptors = descriptors();
        long mappings = guestMappings();
        for (int i = 0; i < 50; i++) {
            python.run(i % 2 == 0 ? "print(1)" : "1/0");
        }
        assertThat(descriptors()).isEqualTo(descriptors);
        assertThat(guestMappings()).isEqualTo(mappings);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(PythonTest::isGuests).count();
        }
    }

    private static boolean isGuests(Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.contains("kvm") || target.contains("airlock");
        } catch (IOException e) {
            return false;
        }
    }

    private static long guestMappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("memfd:airlock") || line.contains("kvm-vcpu"))
                    .count();
        }
    }
}
