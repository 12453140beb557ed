package dev.airlock.gateway.shell;

import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.posture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.gateway.Samples;
import dev.airlock.gateway.Samples.Ask;
import dev.airlock.gateway.shell.GatewayMetrics.Tally;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.road.Health;
import dev.airlock.road.Placement;
import dev.airlock.road.Probe;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GatewayIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final GatewayConfig CONFIG = GatewayConfig.from(Map.of("mux.enabled", "false"));
    private static final GatewayKeys KEYS =
            new GatewayKeys(Samples.GATEWAY, Samples.INGRESS, Optional.of(Samples.LOCAL), Samples.RING);

    private static Vertx vertx;

    private final TestRoad road = new TestRoad();

    @AfterEach
    void endRoad() {
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

    private GatewayService gateway(Probe probe) {
        return GatewayService.start(vertx, CONFIG, KEYS, road.bus(), probe);
    }

    /** One that remembers two intents of each partition, of which the second is refused. */
    private GatewayService forgetful() {
        GatewayConfig config = GatewayConfig.from(Map.of("mux.enabled", "false", "decided_max", "1"));
        return GatewayService.start(vertx, config, KEYS, road.bus(), Probe.NONE);
    }

    /** A session whose records are in another partition. */
    private static String elsewhere(String session) {
        int partitions = Topic.SCREENED.partitions();
        return IntStream.range(0, 100)
                .mapToObj(number -> "elsewhere-" + number)
                .filter(other -> Placement.of(other, partitions) != Placement.of(session, partitions))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitRead(GatewayService gateway, int screenings) {
        await().atMost(SOON).until(() -> gateway.tally().read() >= screenings);
    }

    @Test
    void an_admitted_intent_is_one_signed_order_and_one_event_and_its_copies_are_nothing() {
        try (GatewayService gateway = gateway(Probe.NONE)) {
            road.screen(
                    ask().screening(),
                    ask().screening(),
                    ask().saying("print(2)").screening());
            awaitRead(gateway, 3);
            assertThat(gateway.tally()).isEqualTo(new Tally(1, 0, 0, 1, 1));
            assertThat(road.read(Topic.ADMITTED)).singleElement().satisfies(record -> assertThat(
                            new String(record.key(), StandardCharsets.UTF_8))
                    .isEqualTo(ask().screening().key().exactly()));
            assertThat(road.count(Topic.TOKENS)).isZero();
            assertThat(road.read(Topic.EVENTS))
                    .extracting(record -> ((Good<GatewayEvent>) Codecs.EVENT.decode(record.value()))
                            .value()
                            .status())
                    .containsExactly("admitted", "duplicate");
            var orders = road.read(Topic.ORDERS);
            assertThat(orders).hasSize(1);
            assertThat(Codecs.ORDER.open(orders.getFirst().value(), Samples.RING))
                    .isInstanceOfSatisfying(Good.class, good -> assertThat(((Signed<?>) good.value()).value())
                            .isInstanceOfSatisfying(Order.class, order -> assertThat(order.key())
                                    .isEqualTo(ask().screening().key())));
        }
    }

    @Test
    void a_gateway_that_does_not_hear_the_policies_says_so_until_it_does() {
        try (GatewayService gateway = gateway(Probe.NONE)) {
            await().atMost(SOON).until(() -> gateway.health() instanceof Health.Running);
            TestBus.lose(road.bus(), Topic.POLICIES);
            await().atMost(SOON).until(() -> gateway.health() instanceof Health.Failing);
            assertThat(gateway.health())
                    .isInstanceOfSatisfying(Health.Failing.class, failing -> assertThat(failing.reason())
                            .contains("the sets of policies are not heard"));
            TestBus.restore(road.bus(), Topic.POLICIES);
            await().atMost(SOON).until(() -> gateway.health() instanceof Health.Running);
        }
    }

    @Test
    void a_refused_intent_is_one_token_and_one_event_whatever_comes_again_and_is_never_an_order() {
        try (GatewayService gateway = gateway(Probe.NONE)) {
            var external = ask().by(Origin.EXTERNAL_AI);
            road.screen(
                    external.screening(),
                    external.screening(),
                    external.named("i-2").screening());
            awaitRead(gateway, 3);
            assertThat(gateway.tally()).isEqualTo(new Tally(0, 2, 0, 1, 0));
            assertThat(road.count(Topic.ORDERS)).isZero();
            assertThat(road.count(Topic.EVENTS)).isEqualTo(2);
            List<Token> tokens = road.tokens();
            assertThat(tokens).hasSize(2);
            assertThat(tokens.getFirst().content().erin().status()).isEqualTo(403);
            assertThat(tokens.getFirst().content().erin().reason())
                    .isEqualTo("drop_external_traffic ON (intent=code:execute)");
            assertThat(tokens.getFirst().content().erachter()).contains("no posture is known yet");
            assertThat(tokens).extracting(token -> token.link().sequence()).containsExactly(0L, 1L);
        }
    }

    @Test
    void the_posture_that_policy_holds_decides_and_the_token_names_it() {
        road.hold(posture(PostureLevel.QUARANTINE_EXTERNAL_AI));
        try (GatewayService gateway = gateway(Probe.NONE)) {
            var attempts = new AtomicInteger();
            await().atMost(SOON).until(() -> {
                road.screen(ask().by(Origin.EXTERNAL_AI)
                        .named("e-" + attempts.incrementAndGet())
                        .screening());
                awaitRead(gateway, attempts.get());
                return road.tokens().getLast().content().erin().reason().startsWith("deny_external_ai_inbound ON");
            });
            Token token = road.tokens().getLast();
            assertThat(token.content().erin().reason()).isEqualTo("deny_external_ai_inbound ON (intent=code:execute)");
            assertThat(token.content().eraan().verdictId()).contains("verdict-1");
            assertThat(token.content().eraan().postureId()).contains("posture-1");
            assertThat(token.content().eromheen().posture()).isEqualTo(PostureLevel.QUARANTINE_EXTERNAL_AI);
        }
    }

    @Test
    void one_isolated_session_is_refused_from_outside_and_the_others_are_not() {
        road.say(posture(0, Scope.session("bad"), PostureLevel.HARD_QUARANTINE));
        road.hold(posture(PostureLevel.NORMAL_ZERO_TRUST));
        try (GatewayService gateway = gateway(Probe.NONE)) {
            Ask ai = ask().by(Origin.EXTERNAL_AI);
            var attempts = new AtomicInteger();
            await("the road is open").atMost(SOON).until(() -> {
                road.screen(ai.named("e-" + attempts.incrementAndGet()).screening());
                awaitRead(gateway, attempts.get());
                return gateway.tally().admitted() == 1;
            });
            long orders = road.count(Topic.ORDERS);
            road.screen(
                    ai.in("bad").named("refused").screening(),
                    ask().in("bad").named("mine").screening());
            awaitRead(gateway, attempts.get() + 2);
            Token refused = road.tokens().stream()
                    .filter(token -> token.content().eraan().key().session().equals("bad"))
                    .findFirst()
                    .orElseThrow();
            assertThat(refused.content().erin().reason()).isEqualTo("drop_external_traffic ON (intent=code:execute)");
            assertThat(refused.content().eraan().postureId()).contains("posture-0");
            assertThat(refused.content().erachter()).contains("session:bad: a test said so");
            assertThat(road.count(Topic.ORDERS)).as("the local one's").isEqualTo(orders + 1);
        }
    }

    @Test
    void what_cannot_be_read_or_is_not_snafts_is_a_dead_letter_and_holds_up_nothing() {
        try (GatewayService gateway = gateway(Probe.NONE)) {
            road.screened("s-1", "garbage".getBytes(StandardCharsets.UTF_8));
            road.screened("s-1", Codecs.SCREENING.seal(ask().named("forged").screening(), Samples.LOCAL));
            road.screen(ask().screening());
            awaitRead(gateway, 3);
            assertThat(gateway.tally()).isEqualTo(new Tally(1, 0, 2, 0, 0));
            assertThat(road.count(Topic.DEADLETTERS)).isEqualTo(2);
            assertThat(road.count(Topic.ORDERS)).isEqualTo(1);
        }
    }

    @Test
    void a_screening_that_somebody_copied_into_another_partition_is_a_dead_letter_and_no_second_order() {
        try (GatewayService gateway = gateway(Probe.NONE)) {
            Screening screening = ask().screening();
            String elsewhere = elsewhere(screening.session());
            road.screen(screening);
            awaitRead(gateway, 1);
            road.screened(elsewhere, Codecs.SCREENING.seal(screening, Samples.SNAFT));
            awaitRead(gateway, 2);
            assertThat(road.count(Topic.ORDERS)).isEqualTo(1);
            assertThat(road.count(Topic.ADMITTED)).isEqualTo(1);
            assertThat(road.count(Topic.DEADLETTERS)).isEqualTo(1);
        }
    }

    @Test
    void an_aborted_commit_is_sealed_again_without_a_gap() {
        var commits = new AtomicInteger();
        Probe failing = new Probe() {
            @Override
            public void beforeCommit() {
                if (commits.incrementAndGet() % 2 == 1) {
                    throw new KafkaException("a test says no");
                }
            }
        };
        try (GatewayService gateway = gateway(failing)) {
            for (int i = 1; i <= 3; i++) {
                road.screen(refused("i-" + i));
                awaitRead(gateway, i);
            }
            assertThat(commits.get()).isGreaterThanOrEqualTo(6);
            List<Token> tokens = road.tokens();
            assertThat(tokens).extracting(token -> token.link().sequence()).containsExactly(0L, 1L, 2L);
            assertThat(tokens).extracting(token -> token.link().epoch()).containsOnly(0L);
            assertThat(road.count(Topic.ADMITTED)).isEqualTo(3);
            assertThat(gateway.tally()).isEqualTo(new Tally(0, 3, 0, 0, 0));
        }
    }

    @Test
    void a_restart_goes_on_in_a_new_epoch_behind_the_last_token_and_remembers_what_was_decided() {
        try (GatewayService gateway = gateway(Probe.NONE)) {
            road.screen(refused("i-1"), refused("i-2"));
            awaitRead(gateway, 2);
        }
        try (GatewayService gateway = gateway(Probe.NONE)) {
            road.screen(refused("i-1"), refused("i-3"));
            awaitRead(gateway, 2);
            assertThat(gateway.tally()).isEqualTo(new Tally(0, 1, 0, 1, 0));
            List<Token> tokens = road.tokens();
            assertThat(tokens).hasSize(3);
            assertThat(tokens.getLast().link().epoch()).isEqualTo(1);
            assertThat(tokens.getLast().link().predecessor())
                    .isEqualTo(new Predecessor.PreviousEpoch(0, 1, tokens.get(1).hash()));
        }
    }

    @Test
    void where_nothing_more_can_be_remembered_one_partition_waits_and_the_others_go_on() {
        String session = ask().screening().session();
        Ask other = ask().in(elsewhere(session));
        try (GatewayService gateway = forgetful()) {
            road.screen(
                    ask().named("i-1").screening(),
                    ask().named("i-2").screening(),
                    ask().named("i-1").screening(),
                    ask().named("i-3").screening(),
                    ask().named("i-4").screening());
            awaitRead(gateway, 3);
            await().atMost(SOON).until(() -> gateway.health() instanceof Health.Failing);
            assertThat(gateway.health())
                    .isInstanceOfSatisfying(Health.Failing.class, failing -> assertThat(failing.reason())
                            .contains("remembers 2 intents of partition", "raise decided_max"));
            assertThat(gateway.tally()).isEqualTo(new Tally(1, 1, 0, 1, 0));
            road.screen(other.named("o-1").screening());
            awaitRead(gateway, 4);
            assertThat(gateway.tally()).isEqualTo(new Tally(2, 1, 0, 1, 0));
            assertThat(gateway.health()).isInstanceOf(Health.Failing.class);
        }
        assertThat(road.count(Topic.ADMITTED)).isEqualTo(3);
        try (GatewayService gateway = gateway(Probe.NONE)) {
            awaitRead(gateway, 2);
            assertThat(gateway.tally()).as("those that waited, once each").isEqualTo(new Tally(2, 0, 0, 0, 0));
            await().atMost(SOON).until(() -> gateway.health() instanceof Health.Running);
        }
        assertThat(road.count(Topic.ADMITTED)).isEqualTo(5);
        assertThat(road.count(Topic.ORDERS)).isEqualTo(4);
        assertThat(road.tokens()).hasSize(1);
    }

    private static dev.airlock.schemas.model.Screening refused(String id) {
        return ask().named(id)
                .refused(new Refusal(RefusalKind.RULE, "DESTRUCT-001", "it deletes a critical root"))
                .screening();
    }
}
