package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose MUX takes the fast lane. */
@Tag("system")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FastLaneIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static int port;
    private static Node node;
    private static KeyFiles keys;

    @BeforeAll
    static void start() throws Exception {
        port = FreePort.next();
        var data = new DataDirectory(directory.resolve("data"));
        node = Node.start(data, new NodeOptions(0, port, 2, true, false), _ -> {});
        keys = new KeyFiles(data.keys(), new SecureRandom());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static IntentKey fresh() {
        return new IntentKey("session-" + UUID.randomUUID(), "i");
    }

    private static Audit audit() throws Exception {
        return Audit.of(node.bus(), keys.ring());
    }

    /** Of one intent on the fast lane, once it is on the bus. */
    private static Token onTheBus(IntentKey key) {
        return Awaitility.await("the token of " + key.text())
                .atMost(SOON)
                .until(
                        () -> audit().tokens().getOrDefault(key, List.of()).stream()
                                .filter(token -> token.link().chain().lane() == Lane.FAST)
                                .toList(),
                        tokens -> tokens.size() == 1)
                .getFirst();
    }

    @Test
    void an_answered_frame_is_on_the_bus_once_with_the_token_that_was_answered() throws Exception {
        IntentKey key = fresh();
        try (MuxClient client = new MuxClient(port)) {
            JsonNode answer = client.call(MuxClient.frame(key, "print(6 * 7)"));
            assertThat(answer.path("status").intValue()).isEqualTo(200);
            assertThat(answer.path("output").path("stdout").textValue()).isNotBlank();
            Token token = onTheBus(key);
            assertThat(token.id().value())
                    .isEqualTo(answer.path("tibet_provenance").path("token_id").textValue());
            assertThat(audit().outputs().get(token.id().value())).hasSize(1);
            assertThat(audit().findings()).isEmpty();
        }
    }

    @Test
    void frames_sent_together_are_answered_in_their_order() throws Exception {
        try (MuxClient client = new MuxClient(port)) {
            for (int i = 0; i < 30; i++) {
                client.send(MuxClient.frame(fresh(), "print(" + i + ")").put("channel_id", i));
            }
            List<Integer> channels = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                channels.add(client.answer().path("channel_id").intValue());
            }
            assertThat(channels).isSorted().hasSize(30);
        }
    }

    @Test
    void a_client_that_goes_away_does_not_lose_its_token() throws Exception {
        IntentKey key = fresh();
        try (MuxClient client = new MuxClient(port)) {
            client.send(MuxClient.frame(key, "print(1)"));
            assertThat(client.answer().path("status").intValue()).isEqualTo(200);
            IntentKey second = new IntentKey(key.session(), "second");
            client.send(MuxClient.frame(second, "print(2)"));
        }
        assertThat(onTheBus(key).content().erin()).isInstanceOf(Erin.Completed.class);
    }

    @Test
    void refusals_are_answered_as_on_the_bus() throws Exception {
        try (MuxClient client = new MuxClient(port)) {
            ObjectNode unknown = MuxClient.frame(fresh(), "print(1)").put("intent", "nobody:knows");
            assertThat(client.call(unknown).path("status").intValue()).isEqualTo(400);
            ObjectNode destructive = MuxClient.frame(fresh(), Wish.DESTRUCTIVE);
            assertThat(client.call(destructive).path("status").intValue()).isEqualTo(403);
            ObjectNode external = MuxClient.frame(fresh(), "print(1)")
                    .put("origin", "external_ai")
                    .put("backend", "simulation");
            assertThat(client.call(external).path("status").intValue()).isEqualTo(403);
            ObjectNode without = MuxClient.frame(fresh(), "print(1)");
            without.remove("payload");
            JsonNode bad = client.call(without);
            assertThat(bad.path("status").intValue()).isEqualTo(400);
            assertThat(bad.path("tibet_provenance").path("token_type").textValue())
                    .isEqualTo("INTENT_REJECTED");
        }
    }

    @Test
    void a_cancel_by_frame_is_answered_for_what_has_ended_and_what_nobody_knows() throws Exception {
        IntentKey key = fresh();
        try (MuxClient client = new MuxClient(port);
                MuxClient other = new MuxClient(port)) {
            JsonNode unknown = client.call(MuxClient.cancel(key));
            assertThat(unknown.path("status").intValue()).isEqualTo(400);
            assertThat(unknown.path("cancel").textValue()).isEqualTo("unknown");
            JsonNode ran = client.call(MuxClient.frame(key, "print(1)").put("cancel_on_close", true));
            assertThat(ran.path("status").intValue()).isEqualTo(200);
            JsonNode ended = other.call(MuxClient.cancel(key));
            assertThat(ended.path("status").intValue()).isEqualTo(200);
            assertThat(ended.path("cancel").textValue()).isEqualTo("ended");
            assertThat(ended.path("tibet_provenance").isNull()).isTrue();
        }
        assertThat(onTheBus(key).content().erin()).isInstanceOf(Erin.Completed.class);
    }

    @Test
    void the_trace_of_a_frame_is_in_its_answer_and_in_all_that_comes_of_it_on_the_bus() throws Exception {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        IntentKey run = fresh();
        IntentKey refused = fresh();
        IntentKey forged = fresh();
        try (MuxClient client = new MuxClient(port)) {
            for (ObjectNode frame :
                    List.of(MuxClient.frame(run, "print(1)"), MuxClient.frame(refused, Wish.DESTRUCTIVE))) {
                JsonNode answer = client.call(frame.put("traceparent", parent).put("tracestate", "rojo=1"));
                assertThat(answer.path("traceparent").textValue()).isEqualTo(parent);
                assertThat(answer.path("tracestate").textValue()).isEqualTo("rojo=1");
            }
            JsonNode none = client.call(MuxClient.frame(forged, "print(1)").put("traceparent", parent + "-more"));
            assertThat(none.path("status").intValue()).isEqualTo(200);
            assertThat(none.has("traceparent")).isFalse();
        }
        for (IntentKey key : List.of(run, refused, forged)) {
            onTheBus(key);
        }
        assertThat(traced(Topic.TOKENS, parent)).isEqualTo(2);
        assertThat(traced(Topic.OUTPUTS, parent)).isEqualTo(1);
        assertThat(traced(Topic.EVENTS, parent)).isGreaterThanOrEqualTo(2);
    }

    /** How many records of a topic are in a trace, none of which has any other header. */
    private static long traced(Topic topic, String parent) {
        return Plain.committed(node.bus(), topic).stream()
                .filter(record -> {
                    var headers = record.headers().toArray();
                    boolean in = headers.length > 0;
                    if (in) {
                        assertThat(headers).hasSize(2);
                        assertThat(new String(headers[0].value(), StandardCharsets.UTF_8))
                                .isEqualTo(parent);
                        assertThat(new String(headers[1].value(), StandardCharsets.UTF_8))
                                .isEqualTo("rojo=1");
                    }
                    return in;
                })
                .count();
    }

    @Test
    void files_of_a_frame_are_screened_like_its_program_and_what_is_no_file_is_refused() throws Exception {
        try (MuxClient client = new MuxClient(port)) {
            assertThat(client.call(withFile("hello", "words")).path("status").intValue())
                    .isEqualTo(200);
            assertThat(client.call(withFile("hello", Wish.DESTRUCTIVE))
                            .path("status")
                            .intValue())
                    .isEqualTo(403);
            assertThat(client.call(withFile("../hello", "words")).path("status").intValue())
                    .isEqualTo(400);
        }
    }

    private static ObjectNode withFile(String name, String content) {
        ObjectNode frame = MuxClient.frame(fresh(), "print(1)");
        frame.putArray("inputs")
                .addObject()
                .put("name", name)
                .put("data", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
        return frame;
    }

    @Test
    void a_copy_gets_the_same_token_and_another_payload_is_a_duplicate() throws Exception {
        IntentKey key = fresh();
        try (MuxClient client = new MuxClient(port);
                MuxClient other = new MuxClient(port)) {
            JsonNode first = client.call(MuxClient.frame(key, "print(1)"));
            JsonNode copy = other.call(MuxClient.frame(key, "print(1)"));
            assertThat(copy.path("tibet_provenance")).isEqualTo(first.path("tibet_provenance"));
            JsonNode changed = other.call(MuxClient.frame(key, "print(2)"));
            assertThat(changed.path("status").intValue()).isEqualTo(400);
            assertThat(changed.path("tibet_provenance")
                            .path("erin")
                            .path("cause")
                            .textValue())
                    .isEqualTo("duplicate");
        }
        onTheBus(key);
    }

    /** A stranger who has seen a fast intent cannot have it run again by the bus; that copy's refusal is a token of the bus. */
    @Test
    void a_copy_of_a_fast_intent_on_the_bus_is_refused_and_both_tokens_verify() throws Exception {
        IntentKey key = fresh();
        JsonNode answer;
        try (MuxClient client = new MuxClient(port)) {
            answer = client.call(MuxClient.frame(key, "print(1)"));
        }
        Intent wish = Wish.run(key.session(), key.id());
        var copy = new Intent(
                wish.id(),
                wish.session(),
                wish.intent(),
                wish.fromAint(),
                wish.origin(),
                Lane.FAST,
                "node-of-ours",
                wish.payload(),
                wish.timeoutMillis(),
                wish.memoryMib(),
                wish.backend(),
                wish.createdAt(),
                wish.nonce());
        try (Sender sender = Sender.of(node.bus(), Station.CALLER, Duration.ofSeconds(10))) {
            sender.send(Outbound.byKey(
                            Topic.INTENTS,
                            key.session().getBytes(StandardCharsets.UTF_8),
                            Intents.sealed(copy, keys.loadOrCreate("local"))))
                    .toCompletableFuture()
                    .join();
        }
        Awaitility.await("both tokens")
                .atMost(SOON)
                .until(() -> audit().tokens().getOrDefault(key, List.of()).size() == 2);
        Audit audit = audit();
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.tokens().get(key)).anySatisfy(token -> {
            assertThat(token.link().chain().lane()).isEqualTo(Lane.BUS);
            assertThat(token.content().erin()).isInstanceOfSatisfying(Erin.Refused.class, refused -> {
                assertThat(refused.cause()).isEqualTo(RefusalKind.MALFORMED);
                assertThat(refused.reason()).contains("the fast lane of node 'node-of-ours'");
            });
        });
        assertThat(audit.tokens().get(key)).anySatisfy(token -> assertThat(
                        token.id().value())
                .isEqualTo(answer.path("tibet_provenance").path("token_id").textValue()));
    }

    @Tag("kvm")
    @Test
    void a_real_guest_prints_its_answer() throws Exception {
        if (!NodeUnderTest.KVM) {
            System.err.println("SKIPPED: /dev/kvm is not usable here, so no real guest ran on the fast lane");
        }
        assumeTrue(NodeUnderTest.KVM, "/dev/kvm is not usable here");
        try (MuxClient client = new MuxClient(port)) {
            JsonNode answer = client.call(MuxClient.frame(fresh(), "print(sum(range(10)))"));
            assertThat(answer.path("output").path("stdout").textValue()).isEqualTo("45\n");
            JsonNode killed = client.call(MuxClient.frame(fresh(), "import socket; socket.socket()"));
            assertThat(killed.path("status").intValue()).isEqualTo(403);
        }
    }
}
