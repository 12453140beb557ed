package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.TestGround;
import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Offence;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.image.Recipe;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The images that are not for Python programs, each in a guest of its route's own size and under its route's own policy, on a backend that each class of tests names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RuntimesGround {
    /** For a self-test of the images of a test. */
    static final SelfTest SELF_TEST = new SelfTest(Recipe.PYTHON.image(), SizeClass.MIB_64);

    /** One at a time, and none beforehand. */
    static final PoolLimits POOL = new PoolLimits(0, 1, 4, Duration.ofMinutes(1), 100, 1);

    /** Of how many images guests are kept. */
    static final int KINDS = Recipe.values().length;

    private Sandbox sandbox;

    /** Skips loudly where there is no such backend. */
    abstract void require();

    /** What runs them. */
    abstract Sandbox open(Path folder, Path images, SyscallPolicies policies);

    @BeforeAll
    void makeTheImages(@TempDir Path folder) throws Exception {
        require();
        Path images = folder.resolve("images");
        TestGround.images(images, List.of(Recipe.values()));
        sandbox = open(folder, images, SyscallPolicies.load(Routes.load().policies()));
    }

    @AfterAll
    void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** What became of it. */
    Attempt attempt(Plan plan, Given given) {
        return sandbox.run(plan, given, new Cutoff());
    }

    Trace run(String intent, Given given) {
        Attempt attempt = attempt(Plans.of(intent), given);
        assertThat(attempt).isInstanceOf(Attempt.Ran.class);
        return ((Attempt.Ran) attempt).trace();
    }

    Trace run(String intent, String payload) {
        return run(intent, Given.of(Bytes.of(payload.getBytes(StandardCharsets.UTF_8))));
    }

    static String out(Trace trace) {
        return new String(trace.stdout().toArray(), StandardCharsets.UTF_8);
    }

    static String err(Trace trace) {
        return new String(trace.stderr().toArray(), StandardCharsets.UTF_8);
    }

    static void exited(Trace trace, int code) {
        assertThat(trace.end()).as(err(trace)).isEqualTo(new Trace.End.Exited(code));
        assertThat(trace.calls().violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo hello $((6*7))                                   | hello 42
            f() { local a=$1; echo "$((a * 2))"; }; f 21          | 42
            for i in 1 2 3; do printf '%s' "$i"; done; echo       | 123
            x=abcdef; echo "${x#abc} ${#x}"                       | def 6
            case linux in l*) echo yes;; *) echo no;; esac        | yes
            while read -r line; do echo "$line"; done < /etc/group | root:x:0:
            cd /usr/bin && pwd                                    | /usr/bin
            [ -f /etc/passwd ] && [ ! -e /etc/shadow ] && echo ok | ok
            echo /usr/b*                                          | /usr/bin
            trap 'echo bye' EXIT                                  | bye
            eval 'echo evaluated'                                 | evaluated
            exec ls /usr                                          | bin
            """)
    void builtins_and_a_last_applet_run_in_the_one_process(String program, String output) {
        Trace trace = run("shell:command", program + "\n");
        exited(trace, 0);
        assertThat(out(trace)).isEqualTo(output + "\n");
    }

    @Test
    void an_exit_code_and_standard_error_come_back() {
        Trace trace = run("shell:command", "echo oops >&2; exit 7");
        exited(trace, 7);
        assertThat(err(trace)).isEqualTo("oops\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo a | read b",
                "x=$(echo a)",
                "(echo a)",
                "sleep 9 &",
                "ls /",
                "basename /a/b",
                "/usr/bin/busybox ls",
            })
    void what_would_take_a_second_process_is_a_violation(String program) {
        Trace trace = run("shell:command", "echo before\n" + program + "\necho after\n");
        assertThat(trace.end()).isInstanceOfSatisfying(Trace.End.Stopped.class, stopped -> assertThat(stopped.offence())
                .isInstanceOfSatisfying(Offence.Violation.class, violation -> assertThat(violation.call())
                        .isIn("sys_clone", "sys_fork")));
        assertThat(out(trace)).isEqualTo("before\n");
    }

    @Test
    void an_expression_has_its_value_and_takes_no_call_but_reading_writing_and_ending() {
        Trace trace = run("math_calculation", "2**10 + sqrt(2)");
        exited(trace, 0);
        assertThat(out(trace)).isEqualTo("1025.414213562373\n");
        assertThat(trace.calls().counts().keySet())
                .isSubsetOf("sys_read", "sys_write", "sys_exit_group", "sys_brk", "sys_mmap", "sys_munmap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9**9**9", "__import__('os').system('id')", "open('/etc/passwd')", "1/0", "1 +"})
    void a_bad_value_is_a_program_that_failed_and_no_violation(String expression) {
        Trace trace = run("math_calculation", expression);
        exited(trace, 1);
        assertThat(err(trace)).startsWith("bad value: ");
    }

    @Test
    void the_largest_results_fit_the_smallest_guest() {
        Trace trace = run("math_calculation", "factorial(900)");
        exited(trace, 0);
        assertThat(out(trace)).hasSizeGreaterThan(2000);
    }

    @Test
    void a_sample_is_looked_at_and_reported_on() {
        Trace trace = run("file:scan", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*");
        exited(trace, 1);
        assertThat(out(trace)).contains("\"what\": \"eicar\"").contains("\"type\": \"text\"");
    }

    private Trace run(String intent, String payload, List<NamedFile> inputs, String... outputs) {
        return run(intent, new Given(Bytes.of(payload.getBytes(StandardCharsets.UTF_8)), inputs, List.of(outputs)));
    }

    private static NamedFile file(String name, String content) {
        return new NamedFile(name, Bytes.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_python_program_reads_its_inputs_and_leaves_its_outputs() {
        String program = """
                import json, os
                rows = json.load(open('/in/data/rows.json'))
                os.mkdir('/out/sums')
                open('/out/sums/total.txt', 'w').write(str(sum(rows)))
                open('/out/not-wanted', 'w').write('x')
                try:
                    open('/in/data/rows.json', 'w')
                except OSError as error:
                    print(error.errno)
                """;
        Trace trace =
                run("code:execute", program, List.of(file("data/rows.json", "[1, 2, 39]")), "sums/total.txt", "none");
        exited(trace, 0);
        assertThat(out(trace)).isEqualTo("30\n");
        assertThat(trace.files()).containsExactly(file("sums/total.txt", "42"));
        assertThat(out(run("code:execute", "import os; print(os.listdir('/in'), os.listdir('/out'))", List.of())))
                .isEqualTo("[] []\n");
    }

    @Test
    void a_shell_program_reads_its_inputs_and_leaves_its_outputs() {
        String program =
                ". /in/settings; while read -r name; do echo \"hello $name$MARK\"; done < /in/names > /out/greetings\n";
        Trace trace = run(
                "shell:command", program, List.of(file("settings", "MARK=!"), file("names", "you\nme\n")), "greetings");
        exited(trace, 0);
        assertThat(trace.files()).containsExactly(file("greetings", "hello you!\nhello me!\n"));
    }

    @Test
    void every_input_is_looked_at() {
        Trace trace = run(
                "file:scan",
                "",
                List.of(
                        file("clean.txt", "hello"),
                        file(
                                "folder/eicar.com",
                                "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*")));
        exited(trace, 1);
        assertThat(out(trace))
                .contains("\"name\": \"clean.txt\"", "\"name\": \"folder/eicar.com\"", "\"findings\": 1,");
    }

    @Test
    void outputs_that_are_too_large_end_the_run_and_none_is_kept() {
        String program = "open('/out/big', 'wb').write(bytes((1 << 20) + 1))";
        Trace trace = run("code:execute", program, List.of(), "big");
        assertThat(trace.end())
                .isEqualTo(new Trace.End.Stopped(new Offence.Files("output files of more than 1048576 bytes")));
        assertThat(trace.files()).isEmpty();
    }

    @Test
    void an_input_cannot_become_code() {
        String program = """
                import mmap
                with open('/in/code', 'rb') as file:
                    mmap.mmap(file.fileno(), 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC)
                """;
        Trace trace = run("code:execute", program, List.of(file("code", "\u0090".repeat(4096))));
        assertThat(trace.end()).isInstanceOfSatisfying(Trace.End.Stopped.class, stopped -> assertThat(
                        stopped.offence().text())
                .startsWith("sys_dlopen"));
    }

    @Test
    void a_script_is_reported_on_and_not_run() {
        Trace trace = run("file:scan", "#!/bin/sh\necho I ran\n");
        exited(trace, 0);
        assertThat(out(trace)).contains("\"type\": \"script\"").doesNotContain("I ran");
    }
}
