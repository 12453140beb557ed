package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a program ends that says before its last write that it is the last. */
@Tag("kvm")
class EndingTest {
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int GETCWD = 79;
    private static final int EXIT_GROUP = 231;
    private static final long ENOSYS = -38;

    /** As a number of a call, which the player reads to where its payload was put. */
    private static final long LAST_WORD_5 = 0x67_6e69_646e_65ff05L;

    /** A player that waits with the mark where its payload will be put: mov rax,MARK; mov [rsp],rax behind its first instruction. */
    private static final String WHO_KNOWS =
            TinyGuest.PLAYER.replaceFirst("^4881EC00020000", "4881EC00020000" + "48B800FF656E64696E67" + "48890424");

    private static WarmPython python;
    private static Snapshot player;

    @BeforeAll
    static void warm(@TempDir Path folder) throws Exception {
        KvmRequired.orSkipLoudly();
        python = WarmPython.boot(folder, 64);
        player = python.vms.boot(TinyGuest.program(WHO_KNOWS), 32);
    }

    @AfterAll
    static void close() {
        if (python != null) {
            player.close();
            python.close();
        }
    }

    /** What glibc leaves in the other registers of its own exit_group tells the two ends apart. */
    @Test
    void a_plain_program_ends_with_its_last_write() {
        assertThat(exit("print('o')"))
                .extracting(SyscallCall::a1, SyscallCall::a2, SyscallCall::a3)
                .containsOnly(0L);
        assertThat(exit("import os; print('o'); os._exit(0)"))
                .extracting(SyscallCall::a1, SyscallCall::a2, SyscallCall::a3)
                .isNotEqualTo(List.of(0L, 0L, 0L));
    }

    /** The last call of a program that ends with 0. */
    private static SyscallCall exit(String payload) {
        var seen = new ArrayList<SyscallCall>();
        RunTrace trace = python.run(payload, WarmPython.LIMITS, call -> {
            seen.add(call);
            return new Judgement.Allow();
        });
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        return seen.getLast();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            print('o'); sys.exit(7)                                                                             | o.         | ''   | 7
            sys.stdout.write('o'); sys.stderr.write('e'); sys.exit('!')                                         | o          | e!.  | 1
            print('o'); 1 / 0                                                                                   | o.         | *    | 1
            atexit.register(print, 'later'); print('o')                                                         | o.later.   | ''   | 0
            flush = sys.stdout.flush; sys.stdout.flush = lambda: (flush(), os.write(1, b'after')); print('o')   | o.after    | ''   | 0
            low = sys.stdout.buffer; flush = low.flush; low.flush = lambda: (flush(), os.write(1, b'after')); print('o') | o.after | '' | 0
            raw = sys.stdout.buffer.raw; write = raw.write; raw.write = lambda b: (write(b), os.write(1, b'+'))[0]; print('o') | o.+ | '' | 0
            write = sys.stdout.write; sys.stdout.write = lambda text: write('(%s)' % text); print('o')           | (o)(.)     | ''   | 0
            sys.stdout = io.TextIOWrapper(sys.stdout.buffer); print('o')                                         | o.         | ''   | 0
            sys.stdout = io.StringIO(); print('lost'); sys.__stdout__.write('o')                                 | o          | ''   | 0
            os.dup2(2, 1); print('o')                                                                            | ''         | o.   | 0
            print('o'); sys.stdout.close()                                                                       | o.         | ''   | 0
            print('o'); sys.stdout.detach()                                                                      | o.         | *    | 120
            print('o'); os.close(1)                                                                              | ''         | *    | 120
            print('o'); os.close(1); sys.exit(3)                                                                 | ''         | *    | 120
            print('o'); del sys.stdout                                                                           | o.         | ''   | 0
            print('o'); sys.stderr = None; sys.exit('why')                                                       | o.         | why. | 1
            print('o'); sys.stdout = None; sys.exit('why')                                                       | o.         | why. | 1
            print('o'); sys.stderr = None; 1 / 0                                                                 | o.         | ''   | 1
            sys.stderr.write('first '); print('o'); sys.exit('why')                                              | o.         | first why. | 1
            print('o'); sys.exit(2 ** 63)                                                                        | o.         | ''   | 255
            print('o'); sys.exit(-(2 ** 63))                                                                     | o.         | ''   | 0
            sys.stdout = type('Null', (), {'write': lambda self, text: None})(); print('lost')                   | ''         | *    | 120
            atexit.register(lambda: 1 / 0); atexit.register(print, 'later'); print('o')                          | o.later.   | *    | 0
            raw = type('Raw', (io.FileIO,), {'write': lambda self, b: (io.FileIO.write(self, b), os.write(1, b'+'))[0]}); sys.stdout.buffer.__init__(raw(1, 'w', closefd=False)); print('o') | o.+ | '' | 0
            sys.stdout.__init__(type('Low', (io.BufferedWriter,), {'flush': lambda self: (io.BufferedWriter.flush(self), os.write(1, b'+'))})(io.FileIO(1, 'w', closefd=False)), encoding='utf-8'); print('o') | o.++ | '' | 0
            sys.stdout.reconfigure(encoding='utf-8-sig') | ''         | ''   | 0
            print('o'); sys.stdout.reconfigure(line_buffering=True, write_through=True) | o.         | ''   | 0
            os.write(1, b'o')                                                                                    | o          | ''   | 0
            print('o', flush=True)                                                                               | o.         | ''   | 0
            sys.stdout = io.TextIOWrapper(sys.stdout.detach()); print('o')                                       | o.         | ''   | 0
            sys.stdout = sys.__stdout__ = io.TextIOWrapper(sys.stdout.detach()); print('o')                      | o.         | ''   | 0
            print('a'); sys.stdout = sys.__stdout__ = open(1, 'w', closefd=False); print('b')                    | a.b.       | ''   | 0
            sys.stderr = os.fdopen(os.dup(1), 'w'); print('first'); print('second', file=sys.stderr)             | first.second. | '' | 0
            sys.stdout = type('Tee', (), {'write': lambda self, text: sys.__stdout__.write(text.upper()), 'flush': lambda self: None})(); print('o') | O. | '' | 0
            print('o'); sys.exit(type('Code', (int,), {'__and__': lambda self, mask: 300})(3))                   | o.         | ''   | 3
            print('o'); sys.stdout.mode = type('Odd', (), {'__eq__': lambda self, other: 1 / 0})()               | o.         | ''   | 0
            import builtins; builtins.vars = None; print('o')                                                    | o.         | ''   | 0
            import builtins; builtins.bytes = None; print('o'); sys.exit(3)                                      | o.         | ''   | 3
            file = os.fdopen(os.dup(1), 'w'); file.write('held back'); print('o')                                | o.held back | ''  | 0
            sys.held = [os.fdopen(os.dup(1), 'wb')]; sys.held[0].write(b'held back'); print('o')                 | o.held back | ''  | 0
            tee = type('Tee', (io.TextIOBase,), {'write': lambda self, text: (sys.__stdout__.write(text), log.write(text))[0]}); log = open('/tmp/log', 'w'); sys.stdout = tee(); print('o') | o. | '' | 0
            last = type('Last', (), {'__del__': lambda self: print(self.name, sorted(other.name for other in (one, two)))}); one, two = last(), last(); one.name, two.name = 'ab' | a ['a', 'b'].b ['a', 'b']. | '' | 0
            last = type('Last', (), {'__del__': lambda self: print('gone', name)})(); name = 'by name'; print('o') | o.gone by name. | '' | 0
            """)
    void however_a_program_ends_all_that_it_wrote_comes_and_its_code(String line, String out, String err, int code) {
        RunTrace trace = python.run("import atexit, io, os, sys\n" + line);
        assertThat(trace.end()).isEqualTo(new End.Exited(code));
        assertThat(WarmPython.out(trace).replace('\n', '.')).isEqualTo(out);
        if (!"*".equals(err)) {
            assertThat(WarmPython.err(trace).replace('\n', '.')).isEqualTo(err);
        }
    }

    /** Whoever hears of what the runner does, and writes then, takes nothing of what the program wrote. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sys.setprofile(lambda frame, event, argument: os.write(1, b'.'))",
                "sys.settrace(lambda frame, event, argument: os.write(1, b'.') and None)",
                "gc.callbacks.append(lambda phase, found: os.write(1, b'.')); gc.set_threshold(1)",
                "signal.signal(signal.SIGALRM, lambda *_: os.write(1, b'.')); signal.setitimer(signal.ITIMER_REAL, 0.001, 0.05)",
            })
    void nobody_who_writes_at_the_end_takes_the_rest_of_the_output(String line) {
        RunTrace trace = python.run("import gc, os, signal, sys\nprint('o' * 1000)\n" + line);
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        assertThat(WarmPython.out(trace)).contains("o".repeat(1000) + "\n");
    }

    /** Text above the buffer and bytes in it, more than one write takes: none may be taken for the last. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8_191, 8_192, 131_071, 131_072, 131_073, 139_264, 300_000})
    void no_output_is_cut_where_it_fills_the_buffers(int bytes) {
        RunTrace trace = python.run("""
                import sys
                sys.stdout.write('a' * %d)
                for i in range(100):
                    sys.stdout.write('b')
                """.formatted(bytes));
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        assertThat(WarmPython.out(trace)).isEqualTo("a".repeat(bytes) + "b".repeat(100));
    }

    /** The word is in memory that a program can find; saying it is no more than an exit. */
    @Test
    void a_program_that_says_the_last_word_itself_has_only_ended() {
        RunTrace trace = python.run("""
                import os, sys
                runner = sys._getframe(1).f_globals
                runner['PLACE'][:8] = bytes((9,)) + runner['LAST_WORD']
                print('lost')
                os.write(1, b'bye')
                os.write(1, b'never')
                """);
        assertThat(trace.end()).isEqualTo(new End.Exited(9));
        assertThat(WarmPython.out(trace)).isEqualTo("bye");
        assertThat(python.run("print('whole')").end()).isEqualTo(new End.Exited(0));
    }

    /** The player writes what each call was answered. */
    @Test
    void a_program_that_said_its_last_word_ends_with_its_next_write_and_makes_no_call_more() {
        List<SyscallCall> seen = new ArrayList<>();
        Monitor monitor = call -> {
            seen.add(call);
            return new Judgement.Allow();
        };
        byte[] payload = TinyGuest.calls(
                new long[] {LAST_WORD_5, 0, 0, 0, 0, 0, 0}, new long[] {GETCWD, TinyGuest.CODE, 100, 0, 0, 0, 0});
        RunTrace trace = player.run(payload, WarmPython.LIMITS, monitor);
        assertThat(trace.end()).isEqualTo(new End.Exited(5));
        assertThat(TinyGuest.answers(trace)).containsExactly(ENOSYS);
        assertThat(seen).extracting(SyscallCall::number).containsExactly(READ, (int) LAST_WORD_5, WRITE, EXIT_GROUP);
        assertThat(seen.getLast()).isEqualTo(new SyscallCall(EXIT_GROUP, 5, 0, 0, 0, 0, 0, false));
        assertThat(trace.calls()).isEqualTo(4);
    }

    /** In the memory of one that knows nothing of it, anybody's bytes may lie there: here those of its payload. */
    @Test
    void a_program_that_did_not_wait_with_the_mark_is_not_ended_by_it() throws Exception {
        try (Snapshot unaware = python.vms.boot(TinyGuest.program(TinyGuest.PLAYER), 32)) {
            byte[] payload = TinyGuest.calls(new long[] {LAST_WORD_5, 0, 0, 0, 0, 0, 0});
            RunTrace trace = unaware.run(payload, WarmPython.LIMITS, WarmPython.ALLOW_ALL);
            assertThat(trace.end()).isEqualTo(new End.Exited(42));
        }
    }

    @Test
    void a_payload_that_begins_with_the_mark_is_no_program() {
        RunTrace trace = python.snapshot.run(
                "\u0000\u00ffending\nprint('never')".getBytes(StandardCharsets.ISO_8859_1),
                WarmPython.LIMITS,
                WarmPython.ALLOW_ALL);
        assertThat(trace.end()).isEqualTo(new End.Exited(1));
        assertThat(WarmPython.out(trace)).isEmpty();
        assertThat(WarmPython.err(trace)).startsWith("the payload is not UTF-8");
    }

    @Test
    void the_end_that_it_said_is_judged_like_a_call() {
        byte[] payload = TinyGuest.calls(new long[] {LAST_WORD_5, 0, 0, 0, 0, 0, 0});
        Monitor monitor = call -> call.number() == EXIT_GROUP ? new Judgement.Kill("it stays") : new Judgement.Allow();
        RunTrace trace = player.run(payload, WarmPython.LIMITS, monitor);
        assertThat(trace.end()).isEqualTo(new End.Killed("it stays"));
        Limits three = new Limits(WarmPython.LIMITS.deadline(), 100, 3);
        assertThat(player.run(payload, three, WarmPython.ALLOW_ALL).end())
                .as("and counts as one")
                .isEqualTo(new End.CallsExceeded());
    }
}
