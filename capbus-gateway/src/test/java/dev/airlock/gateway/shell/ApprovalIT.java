package dev.airlock.gateway.shell;

import static dev.airlock.gateway.Samples.ANN;
import static dev.airlock.gateway.Samples.LOCAL;
import static dev.airlock.gateway.Samples.OPERATOR;
import static dev.airlock.gateway.Samples.ROUTE;
import static dev.airlock.gateway.Samples.posture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.gateway.Samples;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.ApprovalWord;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Approvals as a gateway reads them from the bus, and across its restart. */
class ApprovalIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final GatewayConfig CONFIG = GatewayConfig.from(Map.of("mux.enabled", "false"));
    private static final GatewayKeys KEYS =
            new GatewayKeys(Samples.GATEWAY, Samples.INGRESS, Optional.of(LOCAL), Samples.RING);

    private static Vertx vertx;

    private final TestRoad road = new TestRoad();
    private final Sender operator = Sender.of(road.bus(), Station.OPERATOR, SOON);
    private final AtomicInteger sent = new AtomicInteger();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @BeforeEach
    void guarded() {
        road.hold(posture(PostureLevel.QUARANTINE_EXTERNAL_AI));
    }

    @AfterEach
    void endRoad() {
        operator.close();
        road.close();
    }

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void endVertx() {
        vertx.close().await();
    }

    private GatewayService gateway() {
        return GatewayService.start(vertx, CONFIG, KEYS, road.bus());
    }

    private void say(byte[] record) {
        TestRoad.send(operator, Outbound.byKey(Topic.APPROVALS, new byte[] {1}, record));
    }

    private Approval approval(String id, ApprovalLevel level, String payload, Duration length) {
        return new Approval(
                id,
                ApprovalWord.APPROVE,
                "operator",
                "code:execute",
                "me",
                Origin.INTERNAL,
                Lane.BUS,
                "",
                "repair",
                Hashes.sha256(payload.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                "verdict-1",
                level,
                "a test",
                now,
                now.plus(length));
    }

    private byte[] approved(String id, ApprovalLevel level, String payload, Duration length, SigningKey key) {
        return Codecs.APPROVAL.seal(approval(id, level, payload, length), key);
    }

    private Screening screening(String payload) {
        var intent = new Intent(
                "i-" + sent.incrementAndGet(),
                "repair",
                "code:execute",
                "me.aint",
                Origin.INTERNAL,
                Lane.BUS,
                "",
                Bytes.of(payload.getBytes(StandardCharsets.UTF_8)),
                0,
                0,
                Backend.ANY,
                now,
                "n");
        return new Screening(
                intent.session(),
                intent.id(),
                intent.intent(),
                intent.fromAint(),
                Bytes.of(Intents.sealed(intent, LOCAL)),
                Hashes.sha256(Intents.body(intent)),
                Hashes.sha256(intent.payload().toArray()),
                Origin.INTERNAL,
                "me",
                true,
                Backend.ANY,
                0,
                0,
                Optional.of(ROUTE),
                List.of(),
                Optional.empty(),
                now,
                now,
                Risk.SENSITIVE,
                50);
    }

    /** What the gateway says to this program now: the reason of its refusal, or nothing. */
    private String said(String payload) {
        Screening screening = screening(payload);
        road.screen(screening);
        await().atMost(SOON).until(() -> road.read(Topic.ADMITTED).size() >= sent.get());
        return road.tokens().stream()
                .filter(token -> token.content().eraan().key().equals(screening.key()))
                .map(token -> token.content().erin().reason())
                .findFirst()
                .orElse("");
    }

    private List<Order> orders() {
        return road.read(Topic.ORDERS).stream()
                .map(record -> order(record.value()))
                .toList();
    }

    private static Order order(byte[] record) {
        if (Codecs.ORDER.open(record, Samples.RING) instanceof Good<Signed<Order>>(Signed<Order> signed)) {
            return signed.value();
        }
        throw new AssertionError("no order of the gateway");
    }

    @Test
    void an_approval_is_used_up_by_one_order_and_stays_so_across_a_restart() {
        try (GatewayService _ = gateway()) {
            await("the road is guarded").atMost(SOON).until(() -> said("1").contains("local_or_operator"));
            say(approved("a-1", ApprovalLevel.L1, "1", Duration.ofMinutes(5), OPERATOR));
            await("the approval is heard").atMost(SOON).until(() -> said("2").contains("approval a-1"));
            assertThat(said("1")).isEmpty();
            assertThat(said("1")).endsWith("approval a-1 does not count: it was used up, and counts once");
        }
        try (GatewayService _ = gateway()) {
            await("all is heard again").atMost(SOON).until(() -> said("2").contains("approval a-1"));
            assertThat(said("1")).endsWith("approval a-1 does not count: it was used up, and counts once");
        }
        assertThat(orders()).singleElement().satisfies(order -> {
            assertThat(order.grant().approvalId()).contains("a-1");
            assertThat(order.grant().grantId()).isEqualTo("approved-a-1");
        });
        assertThat(road.read(Topic.EVENTS).stream()
                        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                        .filter(event -> event.contains("approval_redeemed.v1")))
                .as("and is told of once")
                .singleElement()
                .satisfies(event -> assertThat(event).contains("\"approval_id\":\"a-1\""));
    }

    @Test
    void what_is_unsigned_not_an_operators_too_long_or_co_signed_by_the_same_key_is_a_dead_letter() {
        try (GatewayService _ = gateway()) {
            say("nobody".getBytes(StandardCharsets.UTF_8));
            say(approved("b-1", ApprovalLevel.L1, "1", Duration.ofMinutes(5), LOCAL));
            say(approved("b-2", ApprovalLevel.L1, "1", Duration.ofMinutes(61), OPERATOR));
            say(approved("b-3", ApprovalLevel.L2, "1", Duration.ofMinutes(5), OPERATOR));
            say(approved("b-3", ApprovalLevel.L2, "1", Duration.ofMinutes(5), OPERATOR));
            await().atMost(SOON).untilAsserted(() -> assertThat(letters())
                    .satisfiesExactlyInAnyOrder(
                            reason -> assertThat(reason).contains("not single-object encoded"),
                            reason -> assertThat(reason).contains("local key, which may not sign this"),
                            reason -> assertThat(reason).contains("PT1H is the most"),
                            reason -> assertThat(reason).contains("has signed it already")));
            await("the road is guarded").atMost(SOON).until(() -> said("1")
                    .contains("approval b-3 does not count: L2 needs 1 more operators"));
            say(approved("b-3", ApprovalLevel.L2, "1", Duration.ofMinutes(5), ANN));
            await("two have signed").atMost(SOON).until(() -> said("1").isEmpty());
            assertThat(orders()).hasSize(1);
        }
    }

    private List<String> letters() {
        return road.read(Topic.DEADLETTERS).stream()
                .map(record -> reason(record.value()))
                .toList();
    }

    private static String reason(byte[] letter) {
        return Codecs.DEAD_LETTER.decode(letter) instanceof Good<DeadLetter>(DeadLetter good)
                ? good.reason()
                : "no letter";
    }
}
