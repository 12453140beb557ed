package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code airlock policy} says and does, without a node; {@code PolicyWatchIT} has the gateway's side. */
class PolicyTest {
    private static final String POLICIES = "../policies";

    @TempDir
    private Path folder;

    private Said policy(String command, String... more) {
        String[] words = new String[more.length + 2];
        words[0] = "policy";
        words[1] = command;
        System.arraycopy(more, 0, words, 2, more.length);
        return Said.by(words);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("mine.cedar"), text);
    }

    @Test
    void the_releases_own_policies_are_in_order() {
        Said said = policy("check", POLICIES);
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("14 policies").contains("sha256:");
        assertThat(policy("check", POLICIES, "--json").json().get("policies").asInt())
                .isEqualTo(14);
    }

    @Test
    void faults_are_told_with_their_lines_and_the_exit_code_says_so() throws IOException {
        Path broken = file(
                "@id(\"x\") @reason(\"r\")\npermit (principal, action resource);\nforbid (principal, action, resource);");
        Said said = policy("check", broken.toString());
        assertThat(said.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(said.lines()).hasSize(3).first().asString().startsWith("mine.cedar:2: unexpected token `resource`");
        assertThat(policy("check", folder.resolve("none").toString()).err()).contains("is not there");
    }

    @Test
    void an_answer_is_explained_by_the_policies_that_decide() {
        String data = folder.resolve("data").toString();
        Said allowed = policy("explain", "--intent", "code:execute", "--data", data);
        assertThat(allowed.exit()).as(allowed.err()).isZero();
        assertThat(allowed.out())
                .startsWith("allowed")
                .contains("permit  own-people  admit.cedar:3  who belongs to this installation")
                .contains("asked: the release's own, sha256:");
        Said refused = policy(
                "explain", "--intent", "shell:ls", "--origin", "external_ai", "--context", "trust=10", "--data", data);
        assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
        assertThat(refused.out())
                .startsWith("refused: external AI whose trust has fallen below 20")
                .contains("forbid  external-ai-trust  external.cedar:3");
        JsonNode json = policy(
                        "explain",
                        "--intent",
                        "code:execute",
                        "--context",
                        "flags=deceives+coerces",
                        "--json",
                        "--data",
                        data)
                .json();
        assertThat(json.get("allowed").asBoolean()).isFalse();
        assertThat(json.get("policies")).extracting(JsonNode::asText).containsExactly("base-coerces", "base-deceives");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_question_that_makes_no_sense_is_wrong_use() {
        assertThat(policy("explain", "--intent", "fly:away").err()).contains("no route leads to fly:away");
        assertThat(policy("explain", "--intent", "code:execute", "--context", "trust=much")
                        .err())
                .contains("trust is 'much'; it is a whole number");
        assertThat(policy("explain", "--intent", "code:execute", "--origin", "martian")
                        .exit())
                .isEqualTo(Exit.USAGE);
        assertThat(Said.by("policy").exit()).isEqualTo(Exit.USAGE);
        assertThat(Said.by("policy").err()).contains("airlock policy check policies");
    }

    @Test
    void a_table_of_questions_is_asked_and_the_misses_are_told() throws IOException {
        Path table = Files.writeString(folder.resolve("table.json"), """
                [{"intent": "code:execute", "expect": "allow", "by": "own-people"},
                 {"name": "strangers", "intent": "code:execute", "origin": "external", "identity_bound": false, "expect": "deny"}]""");
        Said fine = policy("test", table.toString(), "--policies", POLICIES);
        assertThat(fine.exit()).as(fine.err()).isZero();
        assertThat(fine.out()).contains("2 of 2 answers are as expected");
        Path strict = file(
                "@id(\"only-operators\") @reason(\"r\") permit (principal in Origin::\"operator\", action, resource);");
        Said missed = policy("test", table.toString(), "--policies", strict.toString());
        assertThat(missed.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(missed.out())
                .contains("question 1: expected allow by own-people, but it is denied by no-policy-permits")
                .contains("1 of 2 answers");
        Files.writeString(table, "[{}]");
        assertThat(policy("test", table.toString(), "--policies", POLICIES).err())
                .contains("table.json: question 1: it says not what is expected");
    }

    @Test
    void the_releases_own_set_can_be_read_and_written() throws IOException {
        assertThat(policy("show", "release").out()).contains("// admit.cedar").contains("@id(\"own-people\")");
        Path to = folder.resolve("copy");
        assertThat(policy("show", "release", "--to", to.toString()).exit()).isZero();
        assertThat(to.resolve("admit.cedar")).hasSameTextualContentAs(Path.of(POLICIES, "admit.cedar"));
        assertThat(policy("check", to.toString()).exit()).isZero();
        assertThat(policy("show", "release", "--to", to.toString()).err()).contains("is there already");
    }

    @Test
    void a_set_that_is_not_in_order_is_not_loaded() throws IOException {
        Said said = policy("load", file("permit (").toString(), "--reason", "r", "--data", folder.toString());
        assertThat(said.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(said.err()).contains("mine.cedar:1: a policy has no end");
        assertThat(folder.resolve("broker")).doesNotExist();
    }
}
