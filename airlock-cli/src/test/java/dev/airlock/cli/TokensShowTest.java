package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.Ledger;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.node.Reach;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code airlock tokens show} on the data of a node with the simulation. */
class TokensShowTest {
    @TempDir
    private Path folder;

    private Said said(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Said.by(all.toArray(String[]::new));
    }

    private static void assertFine(Said said) {
        assertThat(said.exit()).describedAs(said.out() + said.err()).isZero();
    }

    @Test
    void what_the_bus_took_up_after_its_key_was_given_up_for_compromised_is_nobodys_word() throws Exception {
        var data = new DataDirectory(folder.resolve("data"));
        String id;
        try (Node _ = Node.start(data, new NodeOptions(0, 0, 2, true, true, true, false), _ -> {})) {
            Said ran = said("run", "code:execute", "print(1)", "--backend", "simulation", "--json");
            assertFine(ran);
            id = ran.json().path("token").path("token_id").asText();
        }
        assertFine(said("tokens", "show", id));
        assertFine(said("keys", "revoke", "executor", "--compromised", "--reason", "a disk was stolen"));
        // Whoever has the key can date a token as he likes; when the bus took it up he cannot choose.
        sealedAgain(data);
        Said shown = said("tokens", "show", id);
        assertFine(shown);
        assertThat(shown.out()).contains(id);
        assertThat(said("audit").exit()).isEqualTo(Exit.PROGRAM_FAILED);
    }

    /** The same record once more: were it read, there would be two tokens of this name. */
    private static void sealedAgain(DataDirectory data) throws Exception {
        List<Inbound> tokens = new ArrayList<>();
        try (Reach reach = TokenSource.reach(data);
                Sender sender = Sender.of(reach.bus(), Station.EXECUTOR, Duration.ofSeconds(10))) {
            assertThat(Ledger.read(reach.bus(), Topic.TOKENS, Duration.ofMinutes(1), tokens::add))
                    .isTrue();
            Inbound token = tokens.getFirst();
            Delivery delivery = sender.send(Outbound.to(
                            Topic.TOKENS, token.partition(), "session".getBytes(StandardCharsets.UTF_8), token.value()))
                    .toCompletableFuture()
                    .join();
            assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
        }
    }
}
