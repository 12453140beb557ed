package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried with a Python in a microVM ({@code PythonTest}), in a container: the same where it is the same, and what truly differs. */
class ContainerPythonIT extends ContainerGround {
    /** 128 and SIGSEGV. */
    private static final int SEGMENTATION = 139;

    private static final Duration ASLEEP = Duration.ofMillis(100);

    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.CRUN;
    }

    private static RunInput input(String program) {
        return RunInput.of(program.getBytes(StandardCharsets.UTF_8));
    }

    /** What a program printed that ended by itself, with code 0, and complained of nothing. */
    private String printed(String program) throws ContainerFailed {
        RunTrace trace = run(program);
        assertThat(trace.end()).as(text(trace.stderr())).isEqualTo(new End.Exited(0));
        assertThat(text(trace.stderr())).isEmpty();
        return text(trace.stdout());
    }

    @Test
    void the_standard_library_works() throws ContainerFailed {
        assertThat(printed("""
                import json, re, math, random, hashlib, decimal, dataclasses, asyncio, statistics, zlib, sqlite3, csv, tempfile, shutil
                print(json.dumps([math.sqrt(2), re.findall(r'\\d', 'a1b2'), hashlib.sha256(b'x').hexdigest()[:4]]))
                print(decimal.Decimal(1) / 8, statistics.mean([1, 2, 3]), zlib.decompress(zlib.compress(b'zz')))
                print(asyncio.run(asyncio.sleep(0.01, 'slept')))
                with tempfile.TemporaryDirectory() as folder:
                    db = sqlite3.connect(folder + '/db')
                    db.execute('create table t (x)'); db.execute('insert into t values (7)'); db.commit()
                    print(db.execute('select x from t').fetchall()); db.close()
                    print(shutil.copy(folder + '/db', folder + '/copy') == folder + '/copy')
                """)).isEqualTo("""
                        [1.4142135623730951, ["1", "2"], "2d71"]
                        0.125 2 b'zz'
                        slept
                        [(7,)]
                        True
                        """);
    }

    @Test
    void a_signal_reaches_its_handler_at_a_call_and_in_the_middle_of_a_loop() throws ContainerFailed {
        assertThat(printed("""
                import signal, time
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
                """)).isEqualTo("[14, 14, 14] True\n");
    }

    @Test
    void handlers_run_and_return_a_hundred_times_without_harm() throws ContainerFailed {
        assertThat(printed("""
                import signal
                log = []
                signal.signal(signal.SIGALRM, lambda number, frame: log.append(number))
                signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
                total = 0.0
                while len(log) < 100:
                    total = sum(i * 0.25 for i in range(100))
                signal.setitimer(signal.ITIMER_REAL, 0)
                print(total)
                """)).isEqualTo("1237.5\n");
    }

    /** A guest of a microVM ends by them: there it is no process 1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "os.kill(os.getpid(), signal.SIGTERM)",
                "os.kill(os.getpid(), signal.SIGKILL)",
                "os.kill(os.getpid(), signal.SIGSTOP)",
                "os.kill(os.getpid(), signal.SIGSEGV)",
                "os.kill(0, signal.SIGKILL)",
                "signal.raise_signal(signal.SIGABRT)",
                "signal.setitimer(signal.ITIMER_REAL, 0.01); time.sleep(0.1)",
            })
    void no_signal_that_a_program_sends_itself_ends_it_since_it_is_process_1(String signal) throws ContainerFailed {
        assertThat(printed("import os, signal, time\n" + signal + "\nprint('goes on')\n"))
                .isEqualTo("goes on\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import os; os.abort()",
                "import sys; sys.setrecursionlimit(10 ** 8)\nx = []\nfor _ in range(10 ** 6): x = [x]\nrepr(x)",
            })
    void what_the_kernel_ends_a_program_for_ends_it_whatever_process_it_is(String program) throws ContainerFailed {
        RunTrace trace = run("print('before', flush=True)\n" + program);
        assertThat(trace.end()).isEqualTo(new End.Exited(SEGMENTATION));
        assertThat(text(trace.stdout())).isEqualTo("before\n");
    }

    @Test
    void deep_recursion_is_an_exception() throws ContainerFailed {
        assertThat(printed("def f(): f()\ntry: f()\nexcept RecursionError: print('deep')"))
                .isEqualTo("deep\n");
    }

    @Test
    void small_allocations_without_end_are_a_memory_error() throws ContainerFailed {
        assertThat(printed("""
                x = []
                try:
                    while True:
                        x.append(bytes(100000))
                except MemoryError:
                    n = len(x)
                    del x
                    print(n > 100)
                """)).isEqualTo("True\n");
    }

    @Test
    void too_much_memory_is_a_memory_error_and_can_be_survived() throws ContainerFailed {
        assertThat(printed("""
                try:
                    x = bytearray(1 << 30)
                except MemoryError:
                    print('MemoryError')
                y = bytearray(20 << 20)
                del y
                y = bytearray(20 << 20)
                print(sum(y))
                """)).isEqualTo("MemoryError\n0\n");
    }

    @Test
    void it_has_a_name_and_an_environment_of_its_own_and_the_kernel_of_the_host() throws ContainerFailed {
        assertThat(printed("""
                import os
                print(os.uname().nodename, os.uname().release)
                print(*sorted('%s=%s' % pair for pair in os.environ.items()), sep='\\n')
                """))
                .isEqualTo("airlock " + System.getProperty("os.version") + "\n"
                        + image.environment().stream()
                                .filter(line -> !line.startsWith("AIRLOCK_PAYLOAD=")) // the runner's own
                                .sorted()
                                .collect(Collectors.joining("\n"))
                        + "\n");
    }

    @Test
    void runs_know_nothing_of_one_another() throws ContainerFailed {
        for (int i = 0; i < 3; i++) {
            assertThat(printed("""
                    import builtins, os
                    print(hasattr(builtins, 'mark'), os.getcwd(), [os.listdir(f) for f in ('/tmp', '/dev/shm', '/out')])
                    builtins.mark = 1
                    for folder in '/tmp', '/dev/shm', '/out':
                        open(folder + '/mark', 'w').write('x')
                    os.chdir('/usr')
                    """)).isEqualTo("False / [[], [], []]\n");
        }
    }

    @Test
    void two_threads_run_containers_at_the_same_time() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<CompletableFuture<String>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String program = "print(sum(range(%d)))".formatted(i * 1000);
                runs.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return printed(program);
                            } catch (ContainerFailed e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        threads));
            }
            for (int i = 0; i < 4; i++) {
                long n = i * 1000L;
                assertThat(runs.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(Math.max(0, n * (n - 1) / 2) + "\n");
            }
        }
    }

    /** Calls a run off a moment after its program said that it is there. */
    private static final class CallingOff extends Watch {
        private volatile boolean off;

        CallingOff() {
            super(false);
        }

        @Override
        public void wrote(boolean error, byte[] bytes) {
            Thread.ofPlatform().daemon().start(() -> {
                LockSupport.parkNanos(ASLEEP.toNanos());
                off = true;
                kick.run();
            });
        }

        @Override
        public Judgement interrupted() {
            return off ? new Judgement.Kill("called off") : new Judgement.Allow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"import time; time.sleep(3600)", "import signal; signal.pause()", "while True: pass"})
    void a_run_that_is_called_off_ends_at_once_whatever_its_program_waits_for(String program) throws ContainerFailed {
        RunTrace trace = run(input("print('here', flush=True)\n" + program), LIMITS, new CallingOff(), false);
        assertThat(trace.end()).isEqualTo(new End.Killed("called off"));
        assertThat(trace.ran()).isBetween(ASLEEP, LIMITS.deadline().dividedBy(2));
        assertThat(text(trace.stdout())).isEqualTo("here\n");
    }

    @Test
    void what_a_program_writes_is_heard_while_it_runs() throws ContainerFailed {
        var heard = new ByteArrayOutputStream();
        var complained = new ByteArrayOutputStream();
        Watch listens = new Watch(false) {
            @Override
            public void wrote(boolean error, byte[] bytes) {
                (error ? complained : heard).writeBytes(bytes);
                if (heard.size() + complained.size() == 8) {
                    kick.run();
                }
            }

            @Override
            public Judgement interrupted() {
                return new Judgement.Kill("heard enough");
            }
        };
        RunTrace trace = run(input("""
                import sys, time
                print('one', flush=True)
                print('two', file=sys.stderr, flush=True)
                time.sleep(3600)
                """), LIMITS, listens, false);
        assertThat(trace.end()).isEqualTo(new End.Killed("heard enough"));
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
        assertThat(complained.toString(StandardCharsets.UTF_8)).isEqualTo("two\n");
    }

    private static void isOurFault(RunTrace trace) {
        assertThat(trace.end()).isInstanceOfSatisfying(End.Faulted.class, fault -> {
            assertThat(fault.blame()).isEqualTo(End.Blame.MACHINE);
            assertThat(fault.reason()).contains("broken");
        });
    }

    @Test
    void a_monitor_that_throws_ends_the_run() throws ContainerFailed {
        Monitor judges = _ -> {
            throw new IllegalStateException("broken");
        };
        RunTrace trace = run(input("print(1)"), LIMITS, judges, false);
        isOurFault(trace);
        assertThat(trace.stdout()).isEmpty();
    }

    @Test
    void a_monitor_that_throws_at_what_it_hears_or_when_it_is_roused_ends_the_run() throws ContainerFailed {
        Watch hears = new Watch(false) {
            @Override
            public void wrote(boolean error, byte[] bytes) {
                throw new IllegalStateException("broken");
            }
        };
        isOurFault(run(input("while True: print('x', flush=True)"), LIMITS, hears, false));
        Watch roused = new Watch(false) {
            @Override
            public void wrote(boolean error, byte[] bytes) {
                kick.run();
            }

            @Override
            public Judgement interrupted() {
                throw new IllegalStateException("broken");
            }
        };
        isOurFault(run(input("print('x', flush=True)\nwhile True: pass"), LIMITS, roused, false));
    }
}
