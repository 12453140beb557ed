package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code airlock audit} on a whole node with the simulation: while it runs, and on its data afterwards. */
class LedgerAuditTest {
    @TempDir
    private Path folder;

    private Said audit(String... more) {
        List<String> all = new ArrayList<>(List.of("audit"));
        all.addAll(List.of(more));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Said.by(all.toArray(String[]::new));
    }

    private Said run(String... more) {
        List<String> all = new ArrayList<>(List.of("run", "code:execute"));
        all.addAll(List.of(more));
        all.addAll(List.of(
                "--backend", "simulation", "--data", folder.resolve("data").toString()));
        return Said.by(all.toArray(String[]::new));
    }

    @Test
    void a_node_is_audited_while_it_runs_and_afterwards_and_its_decisions_come_out_the_same() throws Exception {
        Path page = folder.resolve("report.html");
        Path earlier = folder.resolve("earlier.json");
        try (Node node = Node.start(
                new DataDirectory(folder.resolve("data")),
                new NodeOptions(0, 0, 2, true, true, true, false),
                _ -> {})) {
            assertThat(run("print(1)").exit()).isZero();
            assertThat(run("mmap").exit()).isEqualTo(Exit.VIOLATION);
            assertThat(run("print(2)", "--origin", "external_ai").exit()).isEqualTo(Exit.REFUSED);
            Said running = audit("--policy-replay", "--json");
            assertThat(running.exit())
                    .describedAs(running.out() + running.err())
                    .isZero();
            JsonNode said = running.json();
            assertThat(said.path("tokens").asInt()).isEqualTo(3);
            assertThat(said.path("policy_replay").path("agreed").asInt()).isEqualTo(3);
            assertThat(said.path("policy_replay").path("decisions").asInt()).isEqualTo(3);
            Files.writeString(earlier, running.out());
            assertThat(run("print(3)").exit()).isZero();
            publish(node);
        }
        Said stopped = audit("--html", page.toString(), "--against", earlier.toString(), "--policy-replay");
        assertThat(stopped.exit()).describedAs(stopped.err()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(stopped.out())
                .contains("4 tokens in ")
                .contains("NOT VERIFIED: 1 findings: 1 not a token")
                .containsPattern("first bad record: TOKENS-\\d@\\d+: not a token: ")
                .contains("4 of 4 agree, 0 do not");
        assertThat(Files.readString(page)).contains("1 finding").contains("sys_mmap");
        explained(earlier);
    }

    private void explained(Path earlier) throws Exception {
        String id = JsonOption.tree(Files.readString(earlier))
                .path("family")
                .path("token")
                .path("id")
                .asText();
        Said shown =
                Said.by("tokens", "show", id, "--data", folder.resolve("data").toString());
        assertThat(shown.exit()).describedAs(shown.err()).isZero();
        assertThat(shown.out())
                .contains("What was asked: code:execute")
                .contains("Who decided: the gateway")
                .contains("What happened: INCIDENT_KILL")
                .contains("sys_mmap")
                .contains("Signature: verified")
                .contains("Chain: ");
        Said nobody = Said.by(
                "tokens", "show", "nobody", "--data", folder.resolve("data").toString());
        assertThat(nobody.exit()).isEqualTo(Exit.USAGE);
        assertThat(nobody.err()).contains("no token of nobody");
    }

    private static void publish(Node node) {
        try (Sender sender = Sender.of(node.bus(), Station.EXECUTOR, Duration.ofSeconds(10))) {
            byte[] key = "somebody".getBytes(StandardCharsets.UTF_8);
            Delivery delivery = sender.send(Outbound.byKey(Topic.TOKENS, key, key))
                    .toCompletableFuture()
                    .join();
            assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
        }
    }
}
