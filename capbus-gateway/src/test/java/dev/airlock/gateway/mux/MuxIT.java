package dev.airlock.gateway.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.gateway.Samples;
import dev.airlock.gateway.shell.GatewayConfig;
import dev.airlock.gateway.shell.GatewayKeys;
import dev.airlock.gateway.shell.GatewayService;
import dev.airlock.gateway.shell.TestRoad;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.road.Health;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client's frame over the whole road, with a real broker and gateway; the test is snaft and the executor. */
class MuxIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private final TestRoad road = new TestRoad();
    private final Sender executor = Sender.of(road.bus(), Station.EXECUTOR, SOON);
    private Tail intents;
    private Tail orders;
    private GatewayService gateway;
    private int httpPort;

    @BeforeEach
    void begin() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            httpPort = free.getLocalPort();
        }
        intents = Tail.fromEnd(road.bus(), Station.SNAFT, Topic.INTENTS, this::screen);
        orders = Tail.fromEnd(road.bus(), Station.EXECUTOR, Topic.ORDERS, this::run);
        assertThat(intents.awaitCaughtUp(SOON)).isTrue();
        assertThat(orders.awaitCaughtUp(SOON)).isTrue();
        gateway = GatewayService.start(
                vertx,
                GatewayConfig.from(
                        Map.of("mux.port", "0", "http.port", Integer.toString(httpPort), "http.principal", "none")),
                new GatewayKeys(Samples.GATEWAY, Samples.INGRESS, Optional.of(Samples.LOCAL), Samples.RING),
                road.bus());
        await().atMost(SOON).until(() -> gateway.health() instanceof Health.Running);
    }

    @AfterEach
    void end() {
        http.close();
        gateway.close();
        intents.close();
        orders.close();
        executor.close();
        road.close();
        vertx.close().await();
    }

    private void screen(Inbound record) {
        if (Intents.open(record.value(), Samples.RING) instanceof Good<Intents.Opened>(Intents.Opened opened)) {
            Intent intent = opened.intent();
            road.screen(new Screening(
                    intent.session(),
                    intent.id(),
                    intent.intent(),
                    intent.fromAint(),
                    Bytes.of(record.value()),
                    opened.intentHash(),
                    opened.payloadHash(),
                    opened.caller() instanceof Intents.Caller.Known ? intent.origin() : Origin.EXTERNAL_AI,
                    opened.caller() instanceof Intents.Caller.Known(Speaker speaker, KeyId _)
                            ? speaker.name()
                            : "anonymous",
                    opened.caller() instanceof Intents.Caller.Known,
                    intent.backend(),
                    intent.timeoutMillis(),
                    intent.memoryMib(),
                    Optional.of(Samples.ROUTE),
                    List.of(),
                    Optional.empty(),
                    intent.createdAt(),
                    intent.createdAt(),
                    Risk.SENSITIVE,
                    50));
        }
    }

    private void run(Inbound record) {
        if (Codecs.ORDER.open(record.value(), Samples.RING) instanceof Good<Signed<Order>>(Signed<Order> signed)) {
            Order order = signed.value();
            Token token = Tokens.ran(order.intentHash(), order.principal(), order.key(), "print('\u00e9')", "\u00e9\n");
            Output output = Tokens.output(token, "\u00e9\n");
            byte[] session = order.session().getBytes(StandardCharsets.UTF_8);
            TestRoad.send(
                    executor,
                    Outbound.to(Topic.TOKENS, record.partition(), session, Codecs.TOKEN.encode(token.record())));
            TestRoad.send(
                    executor, Outbound.to(Topic.OUTPUTS, record.partition(), session, Codecs.OUTPUT.encode(output)));
        }
    }

    private JsonNode ask(String frame) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.muxPort().orElseThrow())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
            return JSON.readerFor(JsonNode.class)
                    .<JsonNode>readValues(socket.getInputStream())
                    .nextValue();
        }
    }

    private static String frame(String more) {
        return "{\"channel_id\":7,\"intent\":\"code:execute\",\"from_aint\":\"a.aint\",\"payload\":\"print('\u00e9')\""
                + more + "}";
    }

    @Test
    void a_frame_is_answered_with_its_verified_token_and_its_output() throws Exception {
        JsonNode answer = ask(frame(""));
        assertThat(answer.get("channel_id").asLong()).isEqualTo(7);
        assertThat(answer.get("status").asInt()).isEqualTo(200);
        assertThat(answer.get("intent").asText()).isEqualTo("code:execute");
        assertThat(answer.at("/output/stdout").asText()).isEqualTo("\u00e9\n");
        assertThat(answer.at("/output/encoding").asText()).isEqualTo("utf-8");
        byte[] provenance = JSON.writeValueAsBytes(answer.get("tibet_provenance"));
        assertThat(new TokenReader(Samples.RING).readJson(provenance).content().intent())
                .isEqualTo("code:execute");
    }

    @Test
    void external_ai_is_answered_with_403_and_the_refusals_token_when_no_posture_is_known() throws Exception {
        JsonNode answer = ask(frame(",\"origin\":\"external_ai\""));
        assertThat(answer.get("status").asInt()).isEqualTo(403);
        assertThat(answer.at("/tibet_provenance/token_type").asText()).isEqualTo("INTENT_REJECTED");
        assertThat(road.count(Topic.ORDERS)).isZero();
        assertThat(road.tokens()).hasSize(1);
    }

    @Test
    void a_bad_frame_is_answered_with_400_and_a_token_that_is_in_the_ledger() throws Exception {
        JsonNode answer = ask("{\"channel_id\":9,\"intent\":\"\",\"from_aint\":\"a\",\"payload\":\"\"}");
        assertThat(answer.get("channel_id").asLong()).isEqualTo(9);
        assertThat(answer.get("status").asInt()).isEqualTo(400);
        byte[] provenance = JSON.writeValueAsBytes(answer.get("tibet_provenance"));
        Token shown = new TokenReader(Samples.RING).readJson(provenance);
        assertThat(road.tokens()).containsExactly(shown);
        assertThat(road.count(Topic.INTENTS)).isZero();
        await().atMost(SOON).until(() -> road.count(Topic.EVENTS) == 1);
        assertThat(Codecs.EVENT.decode(road.read(Topic.EVENTS).getFirst().value()))
                .isInstanceOfSatisfying(Good.class, good -> assertThat(((GatewayEvent) good.value()).eventId())
                        .isEqualTo("refusal_" + shown.id().value()));
    }

    private static Intent intent(String id, String file) {
        return new Intent(
                        id,
                        "s",
                        "code:execute",
                        "a.aint",
                        Origin.LOCAL,
                        Lane.BUS,
                        "",
                        Bytes.of("print('\u00e9')".getBytes(StandardCharsets.UTF_8)),
                        0,
                        0,
                        Backend.ANY,
                        Instant.now().truncatedTo(ChronoUnit.MICROS),
                        "nonce")
                .with(List.of(new NamedFile("data.txt", Bytes.of(file.getBytes(StandardCharsets.UTF_8)))), List.of());
    }

    private JsonNode post(byte[] body, String type) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/v1/intents"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    private JsonNode post(byte[] record) throws Exception {
        return post(record, "application/octet-stream");
    }

    private static String token(JsonNode answer) {
        return answer.at("/tibet_provenance/token_id").asText();
    }

    /** Told as a clash, with a token of that alone. */
    private static void assertClash(JsonNode answer) {
        assertThat(answer.get("status").asInt()).as("%s", answer).isEqualTo(400);
        assertThat(answer.at("/tibet_provenance/erin/cause").asText()).isEqualTo("duplicate");
        assertThat(answer.at("/output/stdout").asText()).isEmpty();
    }

    @Test
    void a_stranger_who_posts_anothers_intent_unsigned_gets_neither_its_token_nor_its_output() throws Exception {
        Intent mine = intent("i", "one");
        JsonNode first = post(Intents.sealed(mine, Samples.LOCAL));
        assertThat(first.get("status").asInt()).isEqualTo(200);
        assertThat(first.at("/output/stdout").asText()).isEqualTo("\u00e9\n");
        assertClash(post(Intents.unsigned(mine)));
        assertClash(
                post(frame(",\"session\":\"s\",\"id\":\"i\"").getBytes(StandardCharsets.UTF_8), "application/json"));
        assertThat(token(post(Intents.sealed(mine, Samples.LOCAL)))).isEqualTo(token(first));
    }

    @Test
    void a_retry_with_other_input_files_is_a_clash_and_not_the_old_answer() throws Exception {
        Intent mine = intent("i", "one");
        JsonNode first = post(Intents.sealed(mine, Samples.LOCAL));
        assertThat(first.get("status").asInt()).isEqualTo(200);
        assertClash(post(Intents.sealed(intent("i", "two"), Samples.LOCAL)));
        assertThat(token(post(Intents.sealed(mine, Samples.LOCAL)))).isEqualTo(token(first));
    }

    @Test
    void a_stranger_who_comes_first_has_his_refusal_and_the_signer_is_told_of_a_clash() throws Exception {
        Intent mine = intent("i", "one");
        JsonNode strangers = post(Intents.unsigned(mine));
        assertThat(strangers.get("status").asInt()).isEqualTo(403);
        JsonNode signers = post(Intents.sealed(mine, Samples.LOCAL));
        assertClash(signers);
        assertThat(token(signers)).isNotEqualTo(token(strangers));
        assertThat(token(post(Intents.unsigned(mine)))).isEqualTo(token(strangers));
    }
}
