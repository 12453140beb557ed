package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.executor.TestGround;
import dev.airlock.image.Recipe;
import dev.airlock.node.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code airlock run} prints, and its exit code for every outcome. */
@Tag("kvm")
class RunTest {
    private static TestNode node;

    @BeforeAll
    static void start() {
        TestNode.needsKvm();
        node = TestNode.shared();
    }

    private static String[] onNode(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(node.data().root().toString());
        return all.toArray(String[]::new);
    }

    private static Said run(String... arguments) {
        return Said.by(onNode(arguments));
    }

    @Test
    void a_programs_output_comes_as_it_is_and_one_line_on_the_token() {
        Said said = run("run", "code:execute", "import sys; print('out'); print('err', file=sys.stderr)");
        assertThat(said.exit()).isZero();
        assertThat(said.out()).isEqualTo("out\n");
        assertThat(said.err().lines().toList()).hasSize(2).first().isEqualTo("err");
        assertThat(said.err())
                .containsPattern(
                        "SAFE_EXECUTION code:execute: exit code 0, [0-9.]+ ms, .*; token \\S+, chain \\d+/\\d+#\\d+");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1 | code:execute | raise SystemExit(9)             | exit code 9",
                "3 | tea:make     | print(1)                        | INTENT_REJECTED tea:make",
                "3 | http:get     | x                               | a guest has no network",
                "3 | ai:inference | x                               | a model and its runtime are not part of Airlock",
                "4 | code:execute | import socket; socket.socket()  | sys_socket (blocked: dangerous syscall for any"
                        + " intent)",
                "5 | code:execute | print('x' * (10 << 20))         | INCIDENT_KILL"
            })
    void the_exit_code_is_that_of_the_outcome(int exit, String intent, String program, String told) {
        Said said = run("run", intent, program);
        assertThat(said.exit()).describedAs(said.err()).isEqualTo(exit);
        assertThat(said.err()).contains(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "math_calculation | 2**10 + sqrt(2)       | airlock-compute:latest | 0 | 1025.414213562373",
                "math_calculation | 9**9**9               | airlock-compute:latest | 1 | ",
                "shell:echo       | echo hello $((6*7))   | airlock-shell:latest   | 0 | hello 42",
                "shell:echo       | (echo a)              | airlock-shell:latest   | 4 | ",
                "file:scan        | hello                 | airlock-scanner:latest | 0 | entropy",
            })
    void a_route_that_is_not_pythons_runs_in_an_image_of_its_own_which_is_built_when_it_is_missing(
            String intent, String program, String image, int exit, String output) throws Exception {
        if (TestGround.isReady()) {
            TestGround.images(
                    node.data().images(), List.of(Recipe.ofImage(image).orElseThrow()));
        }
        Said said = run("run", intent, program);
        assertThat(said.exit()).describedAs(said.err()).isEqualTo(exit);
        assertThat(said.out()).contains(output == null ? "" : output);
        assertThat(run("image", "list").out()).contains(image);
        assertThat(run("run", intent, program).err()).doesNotContain("building the image");
    }

    @Test
    void files_go_in_and_come_out_and_the_token_tells_of_them(@TempDir Path folder) throws Exception {
        Path table = Files.writeString(folder.resolve("table.csv"), "1,2\n3,4\n");
        String program = "import os; os.mkdir('/out/d');"
                + " open('/out/d/sum', 'w').write(str(sum(int(n) for line in open('/in/data/t.csv') for n in line.split(','))))";
        String out = folder.resolve("saved").toString();
        Said said = run(
                "run",
                "code:execute",
                program,
                "--in",
                table + ":data/t.csv",
                "--out",
                "d/sum",
                "--save",
                out,
                "--id",
                "with-files");
        assertThat(said.exit()).describedAs(said.err()).isZero();
        assertThat(folder.resolve("saved/d/sum")).hasContent("10");
        assertThat(said.err()).contains("saved ");
        String again = folder.resolve("again").toString();
        assertThat(run("outputs", "with-files", "--save", again).exit()).isZero();
        assertThat(folder.resolve("again/d/sum")).hasContent("10");
        assertThat(run("run", "code:execute", program, "--out", "d/sum", "--save", out)
                        .err())
                .contains("is there already");
    }

    @Test
    void too_large_an_output_file_is_exit_code_5(@TempDir Path folder) {
        Said said = run(
                "run",
                "code:execute",
                "open('/out/x', 'wb').write(bytes(2 << 20))",
                "--out",
                "x",
                "--save",
                folder.toString());
        assertThat(said.exit()).describedAs(said.err()).isEqualTo(Exit.LIMIT);
        assertThat(said.err()).contains("limit of files exceeded");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_deadline_is_exit_code_5() {
        Said said = run("run", "code:execute", "while True: pass", "--timeout", "200ms");
        assertThat(said.exit()).describedAs(said.err()).isEqualTo(Exit.LIMIT);
        assertThat(said.err()).contains("INCIDENT_KILL");
    }

    @Test
    void a_program_comes_from_a_file_or_from_standard_input(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("job.py"), "print('from a file')");
        assertThat(run("run", "code:execute", "--file", file.toString()).out()).isEqualTo("from a file\n");
        assertThat(Said.with("print('from stdin')", onNode("run", "code:execute", "-"))
                        .out())
                .isEqualTo("from stdin\n");
    }

    @Test
    void json_is_one_object_with_the_token_and_the_output() {
        JsonNode said = run("run", "--json", "code:execute", "print('hello')").json();
        assertThat(said.get("exit").asInt()).isZero();
        assertThat(said.get("status").asInt()).isEqualTo(200);
        assertThat(said.get("stdout").asText()).isEqualTo("hello\n");
        assertThat(said.get("stderr").asText()).isEmpty();
        assertThat(said.get("truncated").asBoolean()).isFalse();
        assertThat(said.get("output_hash").asText())
                .isEqualTo(said.at("/token/erin/output_hash").asText());
        assertThat(said.get("token").has("signature")).isTrue();
        JsonNode refused = run("run", "--json", "tea:make", "x").json();
        assertThat(refused.get("exit").asInt()).isEqualTo(Exit.REFUSED);
        assertThat(refused.get("status").asInt()).isEqualTo(400);
        assertThat(refused.has("stdout")).isFalse();
    }

    @Test
    void the_simulation_is_asked_for_by_name_and_says_that_nothing_ran() {
        Said said = run("run", "code:execute", "print('ran')", "--backend", "simulation");
        assertThat(said.exit()).describedAs(said.err()).isZero();
        assertThat(said.out()).contains("nothing was run").isNotEqualTo("ran\n");
        assertThat(said.err()).contains("nothing was run");
    }

    @Test
    void outputs_finds_a_run_by_intent_by_session_and_intent_and_by_token() {
        String id = "id-" + UUID.randomUUID();
        JsonNode ran = run("run", "--json", "--session", "s-" + id, "--id", id, "code:execute", "print('kept')")
                .json();
        String token = ran.at("/token/token_id").asText();
        assertThat(token).isNotEmpty();
        for (String name : List.of(id, "s-" + id + "/" + id, token)) {
            Said said = run("outputs", name);
            assertThat(said.exit()).describedAs(name + said.err()).isZero();
            assertThat(said.out()).isEqualTo("kept\n");
        }
        Said none = run("outputs", "no-such-intent");
        assertThat(none.exit()).isEqualTo(Exit.USAGE);
        assertThat(none.err()).contains("no output of no-such-intent is kept").contains("airlock tokens");
    }

    @Test
    void one_intent_id_in_two_sessions_is_asked_back() {
        String id = "twice-" + UUID.randomUUID();
        run("run", "--session", "a-" + id, "--id", id, "code:execute", "print(1)");
        run("run", "--session", "b-" + id, "--id", id, "code:execute", "print(2)");
        Said said = run("outputs", id);
        assertThat(said.exit()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("2 intents are called " + id);
    }

    @Test
    void tokens_shows_the_newest_of_a_session_and_verify_finds_them_good() {
        String session = "seen-" + UUID.randomUUID();
        for (int n = 0; n < 3; n++) {
            assertThat(run("run", "--session", session, "code:execute", "print(1)")
                            .exit())
                    .isZero();
        }
        assertThat(run("tokens", "--session", session).lines()).hasSize(3).allSatisfy(line -> assertThat(line)
                .contains("SAFE_EXECUTION code:execute: exit code 0"));
        List<String> two =
                run("tokens", "--session", session, "--limit", "2", "--json").lines();
        assertThat(two).hasSize(2).allSatisfy(line -> assertThat(
                        JsonOption.tree(line).has("signature"))
                .isTrue());
        String id = JsonOption.tree(two.getFirst()).get("token_id").asText();
        Said one = run("verify", id);
        assertThat(one.exit()).describedAs(one.out()).isZero();
        assertThat(one.out()).contains(id).contains(" 0 findings: verified");
        Said none = run("verify", "no-such-token");
        assertThat(none.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(none.out()).contains("NO TOKEN no-such-token");
    }

    @Test
    void status_posture_and_keys_of_a_node_that_runs() throws Exception {
        JsonNode status = run("status", "--json").json();
        assertThat(status.get("running").asBoolean()).isTrue();
        assertThat(status.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(status.get("bootstrap").asText()).isEqualTo(node.bus().bootstrapServers());
        JsonNode posture = run("posture", "--json").json();
        assertThat(posture.get("posture").asText()).isEqualTo("normal_zero_trust");
        assertThat(posture.get("fresh").asBoolean()).isTrue();
        assertThat(posture.get("switches").size()).isEqualTo(11);
        assertThat(run("posture").out()).contains("deny_external_ai_inbound");
        String keys = run("keys").out()
                + run("keys", "--json").out()
                + run("keys", "--pem").out();
        assertThat(keys).contains("operator").contains("ed25519:").contains("BEGIN PUBLIC KEY");
        for (String name : List.of("operator", "local", "executor", "gateway", "policy")) {
            String secret = Files.readString(node.data().keys().resolve(name + ".key"))
                    .lines()
                    .filter(line -> !line.startsWith("-----"))
                    .reduce("", String::concat);
            assertThat(secret).hasSizeGreaterThan(40);
            assertThat(keys).doesNotContain(secret).doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void doctor_finds_the_image_and_the_node() {
        Said said = run("doctor", "--json");
        assertThat(said.exit()).describedAs(said.out()).isZero();
        var seen = said.lines().stream().map(JsonOption::tree).toList();
        assertThat(seen)
                .extracting(one -> one.get("check").asText())
                .contains("JDK", "CPU", "/dev/kvm", "Python", "data directory", "image", "broker");
        assertThat(said.out()).contains("a node runs: process").contains("airlock-python:latest", "made by AWS-LC");
    }
}
