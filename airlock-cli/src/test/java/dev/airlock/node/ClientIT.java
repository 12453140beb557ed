package dev.airlock.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.chaos.FreePort;
import dev.airlock.client.Airlock;
import dev.airlock.client.Answer;
import dev.airlock.client.KeyFolder;
import dev.airlock.client.Provenance;
import dev.airlock.client.SignedIntent;
import dev.airlock.provenance.Token;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Origin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library for programs against a whole node, by MUX and by HTTP; no guest is needed. */
class ClientIT {
    @TempDir
    static Path directory;

    private static Node node;
    private static KeyRing ring;

    @BeforeAll
    static void start() throws Exception {
        var data = new DataDirectory(directory.resolve("data"));
        node = Node.start(
                data, new NodeOptions(0, FreePort.next(), 2, true, false, true, false, FreePort.next()), _ -> {});
        ring = KeyFolder.ring(data.keys());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Airlock airlock(String scheme, Optional<String> at) {
        return Airlock.connect(Airlock.Settings.here(ring).at(URI.create(scheme + "://" + at.orElseThrow())));
    }

    private static Token verified(Answer answer) {
        if (answer.token() instanceof Provenance.Verified(Token token)) {
            return token;
        }
        throw new AssertionError("not verified: " + answer);
    }

    private static JsonNode posture() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://" + node.http().orElseThrow() + "/v1/posture"))
                    .build();
            return new ObjectMapper()
                    .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }

    @Test
    void by_mux_and_by_http_the_same_wish_has_the_same_end() {
        try (Airlock mux = airlock("mux", node.mux());
                Airlock http = airlock("http", node.http())) {
            Answer one = mux.run("no:route", "x", Origin.LOCAL);
            Answer other = http.run("no:route", "x", Origin.LOCAL);
            assertThat(one.httpLikeCode()).isEqualTo(400).isEqualTo(other.httpLikeCode());
            assertThat(verified(one).content().erin())
                    .isEqualTo(verified(other).content().erin());
            assertThat(http.run("code:execute", "rm -rf /", Origin.EXTERNAL_AI).httpLikeCode())
                    .isEqualTo(mux.run("code:execute", "rm -rf /", Origin.EXTERNAL_AI)
                            .httpLikeCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_signed_intent_is_run_on_the_node_that_it_names_as_who_signed_it() throws Exception {
        var key = KeyFolder.secret(
                new DataDirectory(directory.resolve("data")).keys().resolve("operator.key"));
        try (Airlock http = airlock("http", node.http())) {
            SignedIntent signed = SignedIntent.of("code:execute", "print(1)")
                    .fastLane(posture().get("node").asText())
                    .backend(Backend.SIMULATION)
                    .sign(key, InstantSource.system(), new SecureRandom());
            Answer answer = http.execute(signed).get(30, TimeUnit.SECONDS);
            assertThat(answer.safe()).as(answer.toString()).isTrue();
            assertThat(verified(answer).content().eromheen().origin()).isEqualTo(Origin.OPERATOR);
            SignedIntent elsewhere = SignedIntent.of("code:execute", "print(1)")
                    .fastLane("node-of-another")
                    .sign(key, InstantSource.system(), new SecureRandom());
            assertThat(http.execute(elsewhere).get(30, TimeUnit.SECONDS).httpLikeCode())
                    .isEqualTo(400);
        }
    }
}
