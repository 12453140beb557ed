package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.chaos.FreePort;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.road.keys.KeyFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approvals over a whole node, from the command to the token; no guest is needed. */
class ApproveTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private int httpPort;

    @BeforeEach
    void findPort() throws IOException {
        httpPort = FreePort.next();
    }

    /** The answer to a frame that takes the fast lane. */
    private String frame(String payload) throws Exception {
        var body = JsonOption.line(Map.of(
                "channel_id", 1,
                "intent", "code:execute",
                "from_aint", "me.aint",
                "payload", payload,
                "session", "repair",
                "origin", "internal",
                "backend", "simulation"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/v1/intents"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private Node node() throws Exception {
        return Node.start(
                new DataDirectory(folder.resolve("data")),
                new NodeOptions(0, 0, 2, true, true, true, false, httpPort),
                _ -> {});
    }

    private Said said(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Said.by(all.toArray(String[]::new));
    }

    private Said run(String payload) {
        return said(
                "run",
                "code:execute",
                payload,
                "--backend",
                "simulation",
                "--origin",
                "internal",
                "--session",
                "repair");
    }

    private String approve(String payload, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("fix.py"), payload);
        var all = new ArrayList<>(List.of("approve", "code:execute", "--payload", file.toString(), "--for", "local"));
        all.addAll(List.of("--reason", "a test", "--json"));
        all.addAll(List.of(more));
        Said said = said(all.toArray(String[]::new));
        assertThat(said.exit()).as(said.err()).isZero();
        return said.json().get("approval_id").asText();
    }

    /** The gateway reads the topic by itself; until it has, the refusal does not know of the approval. */
    private void heard(String approvalId) {
        await().atMost(SOON).until(() -> run("print('not this')").err().contains(approvalId));
    }

    private void hard(String reason) {
        Said said = said("verdict", "hard", "--reason", reason);
        assertThat(said.exit()).as(said.err()).isZero();
        await().atMost(SOON).until(() -> said("posture", "--json").out().contains(reason));
    }

    @Test
    void an_approved_repair_runs_once_is_named_by_its_token_and_counts_under_no_other_verdict() throws Exception {
        new KeyFiles(new DataDirectory(folder.resolve("data")).keys(), new SecureRandom())
                .loadOrCreate("operator@ann"); // before the node starts, which reads the keys then
        try (Node _ = node()) {
            hard("incident one");
            Said before = run("print(1)");
            assertThat(before.exit()).isEqualTo(Exit.REFUSED);
            assertThat(before.err()).contains("execution_policy local_or_operator_approved_only");
            String used = approve("print(1)");
            heard(used);
            assertThat(run("print(2)").err()).contains("approval " + used + " does not count: it is for the payload");
            Said ran = run("print(1)");
            assertThat(ran.exit()).as(ran.err()).isZero();
            Said again = run("print(1)");
            assertThat(again.exit()).isEqualTo(Exit.REFUSED);
            assertThat(again.err()).contains("it was used up, and counts once");
            assertThat(said("approvals", "show", used).out())
                    .contains("state         used by repair/")
                    .contains("SAFE_EXECUTION")
                    .contains("level         l1");
            assertThat(said("tokens", "--json").out()).contains("approved-" + used);

            coSigned();
            byTheFastLane();
            String late = approve("print(3)");
            heard(late);
            assertThat(said("verdict", "normal", "--reason", "looked into it").exit())
                    .isZero();
            hard("incident two");
            Said other = run("print(3)");
            assertThat(other.exit()).isEqualTo(Exit.REFUSED);
            assertThat(other.err()).contains("it was given under verdict");
            assertThat(said("approvals", "reject", late, "--reason", "no").exit())
                    .isZero();
            assertThat(said("approvals", "reject", used, "--reason", "no").err())
                    .contains("does not count any more: used by");
            assertThat(said("approvals").lines()).hasSize(4).anySatisfy(line -> assertThat(line)
                    .contains(late, "rejected"));
        }
    }

    private void coSigned() throws Exception {
        String program = "x = 1\n".repeat(501);
        String id = approve(program);
        heard(id);
        assertThat(run(program).err()).contains("L2 needs 1 more operators");
        assertThat(said("approve", "--cosign", id).err()).contains("operator has signed it already");
        Said signed = said("approve", "--cosign", id, "--as", "operator@ann");
        assertThat(signed.exit()).as(signed.err()).isZero();
        await().atMost(SOON).until(() -> run(program).exit() == Exit.FINE);
        assertThat(said("approve", "--cosign", id, "--as", "operator@ann").err())
                .contains("needs no co-signer");
    }

    private void byTheFastLane() throws Exception {
        assertThat(frame("print(4)")).contains("execution_policy local_or_operator_approved_only");
        String id = approve("print(4)", "--fast");
        await().atMost(SOON).until(() -> frame("print('not this')").contains("approval " + id));
        assertThat(run("print(4)").err()).contains("it is for the fast lane of node");
        assertThat(frame("print(4)"))
                .contains("\"grant_id\" : \"approved-" + id)
                .contains("SAFE_EXECUTION");
        assertThat(frame("print(4)")).contains("it was used up, and counts once");
        await().atMost(SOON).until(() -> said("approvals", "show", id).out().contains("used by repair/"));
    }
}
