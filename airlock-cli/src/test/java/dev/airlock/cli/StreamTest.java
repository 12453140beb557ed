package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.chaos.FreePort;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Ledger;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.provenance.Token;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code airlock run --stream} against the fast lane of a whole node; no guest is needed. */
class StreamTest {
    @TempDir
    static Path directory;

    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        node = Node.start(
                new DataDirectory(directory.resolve("data")),
                new NodeOptions(0, FreePort.next(), 2, true, true),
                _ -> {});
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Said said(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(directory.resolve("data").toString());
        return Said.by(all.toArray(String[]::new));
    }

    @Test
    void what_was_streamed_and_the_rest_are_what_the_token_has_the_hash_of() {
        Said said = said("run", "--stream", "code:execute", "print(1)", "--backend", "simulation");
        assertThat(said.exit()).describedAs(said.err()).isZero();
        assertThat(said.out()).isEqualTo("simulation: nothing was run\n");
        assertThat(said.err()).contains("SAFE_EXECUTION code:execute").contains("chain fast ");
    }

    @Test
    void a_refusal_is_told_as_ever() {
        Said said = said("run", "--stream", "tea:make", "print(1)", "--backend", "simulation");
        assertThat(said.exit()).isEqualTo(Exit.REFUSED);
        assertThat(said.err()).contains("INTENT_REJECTED tea:make");
    }

    @Test
    void an_intent_that_was_cancelled_before_it_came_is_not_run_by_the_fast_lane_either() {
        String id = UUID.randomUUID().toString();
        assertThat(said("cancel", "fast/" + id).exit()).isEqualTo(Exit.USAGE);
        Said said = said(
                "run",
                "--stream",
                "code:execute",
                "print(1)",
                "--backend",
                "simulation",
                "--session",
                "fast",
                "--id",
                id);
        assertThat(said.exit()).describedAs(said.err()).isEqualTo(Exit.CANCELLED);
        assertThat(said.err()).contains("cancelled by local before it began");
        assertThat(said.out()).isEmpty();
    }

    @Test
    void other_keys_and_json_do_not_go_with_it() {
        assertThat(said("run", "--stream", "code:execute", "print(1)", "--as", "operator")
                        .exit())
                .isEqualTo(Exit.USAGE);
        assertThat(said("run", "--stream", "code:execute", "print(1)", "--json").exit())
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void files_go_in_with_it_and_are_screened_like_the_program() throws Exception {
        Path fine = Files.writeString(directory.resolve("fine.txt"), "nothing but words");
        Said said = said("run", "--stream", "code:execute", "print(1)", "--backend", "simulation", "--in", fine + "");
        assertThat(said.exit()).describedAs(said.err()).isZero();
        Path bad = Files.writeString(directory.resolve("bad.sh"), "rm -rf /");
        Said refused = said("run", "--stream", "code:execute", "print(1)", "--backend", "simulation", "--in", bad + "");
        assertThat(refused.exit()).describedAs(refused.err()).isEqualTo(Exit.REFUSED);
        assertThat(refused.err()).contains("recursive deletion of /");
    }

    /** The one who is asked stands in for a node on which it is under way. */
    @Test
    void a_bare_id_is_asked_of_the_node_and_only_its_word_on_one_intent_counts() throws Exception {
        assertThat(cancelled("{\"cancel\": \"asked\", \"session\": \"far/away\", \"id\": \"i\"}"))
                .contains(new IntentKey("far/away", "i"));
        for (String no : List.of(
                "{\"cancel\": \"unknown\"}",
                "{\"cancel\": \"several\"}",
                "{\"cancel\": \"asked\"}",
                "{\"cancel\": \"ended\", \"session\": \"s\"}")) {
            assertThat(cancelled(no)).as(no).isEmpty();
        }
        assertThatThrownBy(() -> cancelled("{\"cancel\": \"asked\", \"session\": \"a b\"}"))
                .isInstanceOf(IOException.class);
        String id = UUID.randomUUID().toString();
        Said unknown = said("cancel", id);
        assertThat(unknown.exit()).isEqualTo(Exit.USAGE);
        assertThat(unknown.err()).contains("no intent " + id + " is on the bus");
    }

    private static Optional<IntentKey> cancelled(String answer) throws Exception {
        try (ServerSocket mux = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread listener = Thread.ofVirtual().start(() -> answer(mux, answer));
            try {
                return MuxCancel.byId("127.0.0.1:" + mux.getLocalPort(), "i");
            } finally {
                listener.join();
            }
        }
    }

    @Test
    void a_token_of_the_fast_lane_keeps_no_cancel_of_the_same_name_from_the_bus() {
        String id = UUID.randomUUID().toString();
        String[] intent = {"code:execute", "print(1)", "--backend", "simulation", "--session", "both", "--id", id};
        assertThat(said(with(intent, "run", "--stream")).exit()).isZero();
        Said cancelled = said("cancel", "both/" + id);
        assertThat(cancelled.exit()).describedAs(cancelled.err()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(cancelled.err()).contains("it has ended already");
        Said ran = said(with(intent, "run"));
        assertThat(ran.exit()).describedAs(ran.err()).isEqualTo(Exit.CANCELLED);
        Said again = said("cancel", "--session", "both", id);
        assertThat(again.exit()).describedAs(again.err()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(again.err()).as("the bus's own token").contains("INTENT_REJECTED");
    }

    private static String[] with(String[] rest, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
    }

    @Test
    void a_token_of_another_intent_or_of_what_was_not_run_is_no_answer() throws Exception {
        assertThat(said("run", "--stream", "code:execute", "print(1)", "--backend", "simulation", "--session", "sent")
                        .exit())
                .isZero();
        assertThat(said("run", "code:execute", "print(1)", "--backend", "simulation", "--session", "sent", "--id", "a")
                        .exit())
                .isZero();
        assertThat(said("run", "tea:make", "print(1)", "--backend", "simulation", "--session", "sent", "--id", "b")
                        .exit())
                .isEqualTo(Exit.REFUSED);
        String output = "\"output\": {\"encoding\": \"utf8\", \"stdout\": \"simulation: nothing was run\\n\"},";
        assertThat(answered("a", "code:execute", "print(1)", output, "a")).isEmpty();
        assertThat(answered("other", "code:execute", "print(1)", output, "a"))
                .hasValueSatisfying(text -> assertThat(text).contains("is not for what was sent"));
        assertThat(answered("a", "code:execute", "print(2)", output, "a")).isPresent();
        assertThat(answered("a", "code:other", "print(1)", output, "a")).isPresent();
        assertThat(answered("a", "code:execute", "print(1)", "", "b")).isPresent();
        assertThat(answered("b", "tea:make", "print(1)", "", "b")).isEmpty();
        assertThat(answered("b", "tea:make", "print(1)", output, "b"))
                .hasValueSatisfying(text -> assertThat(text).contains("says was not run"));
    }

    /** What is wrong with an answer that has the token of {@code ofId}; empty if nothing is. */
    private static Optional<String> answered(String id, String intent, String payload, String output, String ofId)
            throws Exception {
        var draft = new Draft(
                intent,
                Bytes.of(payload.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Duration.ZERO,
                0,
                Backend.SIMULATION,
                Optional.of("sent"),
                Optional.of(id),
                List.of(),
                List.of(),
                Mode.ENFORCE,
                Optional.empty());
        String answer = "{\"channel_id\": 1, " + output + " \"tibet_provenance\": "
                + token(ofId).json() + "}";
        try (ServerSocket mux = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread listener = Thread.ofVirtual().start(() -> answer(mux, answer));
            try (LiveRun live = LiveRun.open("127.0.0.1:" + mux.getLocalPort(), draft)) {
                live.run(draft, source());
                return Optional.empty();
            } catch (Trouble e) {
                return Optional.of(e.getMessage());
            } finally {
                listener.join();
            }
        }
    }

    private static void answer(ServerSocket mux, String answer) {
        try (Socket client = mux.accept()) {
            client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TokenSource source() throws IOException {
        return TokenSource.of(new DataDirectory(directory.resolve("data")));
    }

    private static Token token(String id) throws Exception {
        Ends ends = new Ends(new IntentKey("sent", id), source());
        Ledger.read(node.bus(), Topic.TOKENS, Duration.ofSeconds(30), record -> ends.hear(record.value()));
        return ends.of(Set.of(Lane.BUS)).orElseThrow();
    }
}
