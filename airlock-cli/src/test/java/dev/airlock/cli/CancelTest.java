package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.TestNode;
import dev.airlock.provenance.Token;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    @Test
    void an_id_that_looks_like_anothers_name_makes_that_name_no_less_clear() {
        String id = UUID.randomUUID().toString();
        Said squatted = said("run", "tea:make", "print(1)", "--session", "squatter", "--id", "agent-7/" + id);
        assertThat(squatted.exit()).describedAs(squatted.err()).isEqualTo(Exit.REFUSED);
        assertThat(run("agent-7", id).exit()).isZero();
        Said meant = said("cancel", "agent-7/" + id);
        assertThat(meant.exit()).describedAs(meant.err()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(meant.err()).contains("it has ended already", "SAFE_EXECUTION code:execute");
        Said other = said("cancel", "--session", "squatter", "agent-7/" + id);
        assertThat(other.exit()).describedAs(other.err()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(other.err()).contains("it has ended already", "INTENT_REJECTED tea:make");
    }

    @Test
    void only_a_token_that_verifies_says_how_an_intent_ended() throws Exception {
        Intent intent = TestNode.intent("code:execute", "print(1)", Origin.LOCAL, Backend.SIMULATION, 10_000);
        TokenRecord real = node.call(intent).token().record();
        byte[] wrong = real.signature().toArray();
        wrong[0] ^= 1;
        var forged = new TokenRecord(
                real.session(),
                real.intentId(),
                real.tokenId(),
                real.tokenType(),
                real.status(),
                real.epoch(),
                real.sequence(),
                real.canonical(),
                real.hash(),
                real.keyId(),
                Bytes.of(wrong));
        Ends ends = new Ends(intent.key(), TokenSource.of(node.data()));
        ends.hear("no token".getBytes(StandardCharsets.UTF_8));
        ends.hear(Codecs.TOKEN.encode(forged));
        assertThat(ends.await(Set.of(Lane.BUS, Lane.FAST), 1)).isEmpty();
        ends.hear(Codecs.TOKEN.encode(real));
        assertThat(ends.of(Set.of(Lane.FAST))).isEmpty();
        assertThat(ends.await(Set.of(Lane.BUS), 1)).map(Token::record).contains(real);
    }
}
