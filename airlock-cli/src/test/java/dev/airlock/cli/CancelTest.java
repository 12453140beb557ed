package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code airlock cancel} says when there is nothing to end, on a whole node; no guest is needed. */
class CancelTest {
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.shared();
    }

    private static Said said(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(node.data().root().toString());
        return Said.by(all.toArray(String[]::new));
    }

    private static Said run(String session, String id) {
        return said("run", "code:execute", "print(1)", "--backend", "simulation", "--session", session, "--id", id);
    }

    @Test
    void an_intent_that_has_ended_keeps_its_token_and_the_command_says_so() {
        String id = UUID.randomUUID().toString();
        Said ran = run("ended", id);
        assertThat(ran.exit()).describedAs(ran.err()).isZero();
        Said cancelled = said("cancel", id);
        assertThat(cancelled.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(cancelled.err())
                .contains("it has ended already, and nothing was cancelled")
                .contains("SAFE_EXECUTION");
        assertThat(said("cancel", "ended/" + id).exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(said("verify", "--all").exit()).isZero();
    }

    @Test
    void an_id_that_two_sessions_have_is_asked_back() {
        String id = UUID.randomUUID().toString();
        assertThat(run("one", id).exit()).isZero();
        assertThat(run("two", id).exit()).isZero();
        Said cancelled = said("cancel", id);
        assertThat(cancelled.exit()).isEqualTo(Exit.USAGE);
        assertThat(cancelled.err()).contains("2 intents are called " + id);
    }

    @Test
    void an_intent_that_nobody_knows_is_told_and_is_not_run_should_it_come_after_all() {
        String id = UUID.randomUUID().toString();
        Said unknown = said("cancel", id);
        assertThat(unknown.exit()).isEqualTo(Exit.USAGE);
        assertThat(unknown.err()).contains("no intent " + id + " is on the bus");
        Said named = said("cancel", "early/" + id);
        assertThat(named.exit()).isEqualTo(Exit.USAGE);
        assertThat(named.err()).contains("nothing is known of early/" + id);
        assertThat(said("cancel", "early/" + id).exit()).as("twice").isEqualTo(Exit.USAGE);

        Said ran = run("early", id);
        assertThat(ran.exit()).describedAs(ran.err()).isEqualTo(Exit.CANCELLED);
        assertThat(ran.err()).contains("INTENT_REJECTED", "cancelled by local before it began");
    }

    @Test
    void a_wrong_key_and_a_wrong_name_are_wrong_use() {
        assertThat(said("cancel", "x", "--as", "policy").exit()).isEqualTo(Exit.USAGE);
        assertThat(said("cancel", "a b/c").exit()).isEqualTo(Exit.USAGE);
    }
}
