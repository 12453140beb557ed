package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.chaos.FreePort;
import dev.airlock.executor.model.Isolation;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.node.NodeRefused;
import dev.airlock.road.keys.KeyFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose sealers have hybrid keys, with the simulation. */
class HybridTest {
    @TempDir
    private Path folder;

    private Said said(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Said.by(all.toArray(String[]::new));
    }

    private Said run(String... more) {
        List<String> all = new ArrayList<>(List.of("run", "code:execute"));
        all.addAll(List.of(more));
        all.addAll(List.of("--backend", "simulation"));
        return said(all.toArray(String[]::new));
    }

    private Node start(boolean hybrid) throws Exception {
        return start(hybrid, FreePort.next());
    }

    private Node start(boolean hybrid, int muxPort) throws Exception {
        var options = new NodeOptions(0, muxPort, 2, true, true, true, false, 0, 0, Isolation.AUTO, 0, hybrid);
        return Node.start(new DataDirectory(folder.resolve("data")), options, _ -> {});
    }

    private static void assertFine(Said said) {
        assertThat(said.exit()).describedAs(said.out() + said.err()).isZero();
    }

    @Test
    void every_token_of_a_hybrid_node_has_two_signatures_that_verify_live_and_later() throws Exception {
        String id;
        try (Node _ = start(true)) {
            Said ran = run("print(1)", "--json");
            assertFine(ran);
            JsonNode token = ran.json().path("token");
            assertThat(token.path("signer").asText()).startsWith("ed25519-mldsa65:");
            assertThat(token.path("second_signature").asText()).hasSize(4412);
            id = token.path("token_id").asText();
            assertThat(run("print(2)", "--origin", "external_ai").exit()).isEqualTo(Exit.REFUSED);
            assertFine(said("audit", "--policy-replay"));
        }
        try (Node _ = start(false)) {
            Said again = run("print(3)", "--json");
            assertFine(again);
            assertThat(again.json().path("token").path("second_signature").asText())
                    .as("what is hybrid stays so without being asked for")
                    .hasSize(4412);
        }
        assertFine(said("verify"));
        assertFine(said("audit"));
        Said shown = said("tokens", "show", id);
        assertFine(shown);
        assertThat(shown.out()).contains("ML-DSA-65");
        assertFine(said("proof", id, "--out", folder.resolve("proof").toString()));
        assertThat(said("tokens", "show", id).out())
                .as("a hybrid key's id is not the key: its file is named")
                .contains("--sealer " + folder.resolve("data/keys/executor.pub"));
    }

    /** What a node answers to a frame. */
    private static JsonNode frame(int port, String payload) throws IOException {
        String frame = JsonOption.line(Map.of(
                "channel_id", 7,
                "intent", "code:execute",
                "from_aint", "me.aint",
                "session", "hybrid",
                "backend", "simulation",
                "payload", payload));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((frame + "\n").getBytes(StandardCharsets.UTF_8));
            return new ObjectMapper().readTree(socket.getInputStream());
        }
    }

    @Test
    void a_frame_of_the_fast_lane_gets_a_token_with_two_signatures_that_an_audit_verifies_on_the_bus()
            throws Exception {
        int port = FreePort.next();
        try (Node _ = start(true, port)) {
            JsonNode answer = frame(port, "print(1)");
            assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
            String id = answer.path("tibet_provenance").path("token_id").asText();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> said("tokens", "show", id).exit() == Exit.FINE);
            JsonNode token = said("tokens", "show", id, "--json").json();
            assertThat(token.toString()).contains("\"fast\"", "ed25519-mldsa65:");
            Said audited = said("audit", "--json");
            assertFine(audited);
            assertThat(audited.json().path("tokens").asInt()).isEqualTo(1);
            assertThat(audited.json().path("heads_not_compared"))
                    .as("the end of its chain is known")
                    .isEmpty();
        }
        assertFine(said("audit"));
        assertFine(said("verify"));
    }

    @Test
    void a_node_with_plain_keys_does_not_start_as_a_hybrid_one() throws Exception {
        new KeyFiles(folder.resolve("data/keys"), new SecureRandom()).loadOrCreate("executor");
        assertThatThrownBy(() -> start(true))
                .isInstanceOf(NodeRefused.class)
                .hasMessageContaining("airlock keys rotate --hybrid executor");
    }
}
