package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs payloads through the image's runner, with the image's command line, in the host's Python. */
class RunnerTest {
    private record Ran(int exitCode, String out, String err) {}

    @TempDir
    static Path folder;

    private static List<String> command;
    private static Image image;

    @BeforeAll
    static void unpackRunner() throws Exception {
        ImageStore store = new ImageStore(folder.resolve("images"));
        PythonImage.build(store, Optional.empty(), _ -> {});
        image = store.load(PythonImage.NAME);
        command = OnHost.command(image, folder);
    }

    private static Ran run(byte[] payload) throws Exception {
        OnHost.Ran ran = OnHost.run(command, image.environment(), payload, folder);
        return new Ran(ran.exitCode(), ran.out(), ran.err());
    }

    private static Ran run(String payload) throws Exception {
        return run(payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_payload_is_the_main_program() throws Exception {
        Ran ran = run("""
                import sys
                class Here: pass
                if __name__ == '__main__':
                    print(sys.argv, sys.modules['__main__'].Here is Here, 'read_payload' in globals())
                """);
        assertThat(ran).isEqualTo(new Ran(0, "['<payload>'] True False\n", ""));
    }

    @Test
    void a_payload_may_hold_any_text() throws Exception {
        assertThat(run("print('h\u00e9llo \u4e16')").out()).isEqualTo("h\u00e9llo \u4e16\n");
        assertThat(run("")).isEqualTo(new Ran(0, "", ""));
        assertThat(run("# coding: latin-1\nprint('\u00e9')").out()).isEqualTo("\u00e9\n");
    }

    @Test
    void a_payload_that_is_no_utf_8_is_refused() throws Exception {
        Ran ran = run(new byte[] {'x', (byte) 0xff});
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("not UTF-8");
    }

    @Test
    void an_exception_shows_the_payload_and_nothing_of_the_runner() throws Exception {
        Ran ran = run("print('before')\ndef f():\n    raise ValueError('why')\nf()\n");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEqualTo("before\n");
        assertThat(ran.err())
                .startsWith("Traceback (most recent call last):\n  File \"<payload>\", line 4, in <module>\n    f()\n")
                .endsWith("ValueError: why\n")
                .doesNotContain("runner.py");
    }

    @Test
    void a_syntax_error_shows_its_line() throws Exception {
        Ran ran = run("x = 1\nif x\n");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("  File \"<payload>\", line 2\n    if x\n")
                .doesNotContain("runner.py");
    }

    @Test
    void system_exit_means_what_it_means_to_the_interpreter() throws Exception {
        assertThat(run("raise SystemExit").exitCode()).isZero();
        assertThat(run("import sys; sys.exit(3)").exitCode()).isEqualTo(3);
        assertThat(run("exit(256 + 7)").exitCode()).isEqualTo(7);
        assertThat(run("import sys; sys.exit(True)").exitCode()).isEqualTo(1);
        assertThat(run("import sys; sys.exit('bye')")).isEqualTo(new Ran(1, "", "bye\n"));
    }

    @Test
    void standard_input_is_at_its_end() throws Exception {
        Ran ran = run("import sys\nprint(repr(sys.stdin.read()))\ninput()");
        assertThat(ran.out()).isEqualTo("''\n");
        assertThat(ran.err()).endsWith("EOFError: EOF when reading a line\n");
    }

    @Test
    void everything_printed_arrives_in_order() throws Exception {
        Ran ran = run("import os\nprint('a', flush=True)\nos.write(1, b'b\\n')\nprint('x' * 10_000_000)");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("a\nb\nx").hasSize(10_000_005);
    }

    @Test
    void a_large_payload_is_read_whole() throws Exception {
        assertThat(run("x = '" + "y".repeat(1 << 20) + "'\nprint(len(x))").out())
                .isEqualTo("1048576\n");
    }

    @Test
    void what_is_registered_for_the_end_runs_and_a_closed_stdout_is_no_crash() throws Exception {
        assertThat(run("import atexit; atexit.register(print, 'end')").out()).isEqualTo("end\n");
        assertThat(run("import sys; sys.stdout.close()")).isEqualTo(new Ran(0, "", ""));
        assertThat(run("import sys; sys.stdout = None")).isEqualTo(new Ran(0, "", ""));
    }

    @Test
    void nothing_that_draws_a_seed_is_in_the_warmed_interpreter() throws Exception {
        assertThat(run("import sys; print([m for m in ('random', 'uuid', 'tempfile', 'secrets', '_hashlib', 'site',"
                                + " '_ssl') if m in sys.modules])")
                        .out())
                .isEqualTo("[]\n");
    }

    @Test
    void hashes_are_the_same_in_every_run_and_modules_are_not_sought_beside_the_runner() throws Exception {
        String payload = "import sys; print(hash('a'), [p for p in sys.path if p.endswith('/airlock')])";
        assertThat(run(payload)).isEqualTo(run(payload));
        assertThat(run(payload).out()).endsWith(" []\n");
    }

    @Test
    void a_custom_excepthook_is_used() throws Exception {
        Ran ran = run("import sys\nsys.excepthook = lambda t, v, tb: print('hook', t.__name__)\n1/0");
        assertThat(ran).isEqualTo(new Ran(1, "hook ZeroDivisionError\n", ""));
    }

    /** The image's command with a runner that differs in one place. */
    private static Ran runChanged(String from, String to, String payload) throws Exception {
        List<String> changed = new ArrayList<>(command);
        int at = command.indexOf(folder.resolve("airlock").resolve("runner.py").toString());
        String text = Files.readString(Path.of(command.get(at)));
        assertThat(text).contains(from);
        Path other = Path.of(command.get(at)).resolveSibling("changed.py");
        changed.set(at, Files.writeString(other, text.replace(from, to)).toString());
        OnHost.Ran ran = OnHost.run(changed, image.environment(), payload.getBytes(StandardCharsets.UTF_8), folder);
        return new Ran(ran.exitCode(), ran.out(), ran.err());
    }

    @Test
    void a_payload_that_is_there_as_a_whole_starts_although_nobody_ends_it() throws Exception {
        List<String> environment = new ArrayList<>(image.environment());
        assertThat(environment.remove("AIRLOCK_PAYLOAD=ended")).isTrue();
        environment.add("AIRLOCK_PAYLOAD=whole");
        String payload = "import os, sys; print(os.environ.get('AIRLOCK_PAYLOAD'), os.popen); sys.stdout.flush()";
        assertThat(OnHost.runUnended(command, environment, payload.getBytes(StandardCharsets.UTF_8)))
                .startsWith("None ");
    }

    @Test
    void a_payload_sees_nothing_of_how_it_came() throws Exception {
        assertThat(run("import os; print([name for name in os.environ if 'AIRLOCK' in name])")
                        .out())
                .isEqualTo("[]\n");
    }

    @Test
    void a_run_that_cannot_be_made_fresh_does_not_start() throws Exception {
        Ran ran = runChanged(
                "import os\n",
                "import os\nimport random\nrandom.seed = lambda: random.Random.seed(random._inst, 1)\n",
                "print('never')");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("airlock: this run cannot be made different from the others: ");
    }

    @Test
    void what_was_imported_before_the_snapshot_draws_anew() throws Exception {
        Ran ran = runChanged("\nNAME = ", """
                import random, uuid, tempfile, logging
                random.seed(1)
                uuid._node = 5
                logging._startTime = 0
                tempfile._name_sequence = iter(['same'])

                NAME =\s""", """
                import random, uuid, tempfile, logging
                print(random.random() == 0.13436424411240122, uuid._node, tempfile.mktemp().endswith('same'),
                      logging._startTime > 0)
                """);
        assertThat(ran).isEqualTo(new Ran(0, "False None False True\n", ""));
    }

    @Test
    void a_payload_sees_one_frame_of_the_runner_and_a_main_module_as_a_script_has_it() throws Exception {
        Ran ran = run("import sys\nframe = sys._getframe()\nprint(frame.f_back.f_back, __file__, sorted(globals()))");
        assertThat(ran.out())
                .isEqualTo("None <payload> ['__annotations__', '__builtins__', '__cached__', '__doc__', '__file__',"
                        + " '__loader__', '__name__', '__package__', '__spec__', 'frame', 'sys']\n");
    }

    @Test
    void asyncio_wakes_itself_without_a_socket() throws Exception {
        Ran ran = run("""
                import asyncio, socket
                socket.socketpair = None
                async def main():
                    await asyncio.wait_for(asyncio.sleep(0.01), 5)
                    print(type(asyncio.get_running_loop()._ssock).__name__)
                asyncio.run(main())
                """);
        assertThat(ran).isEqualTo(new Ran(0, "SelfPipe\n", ""));
    }
}
