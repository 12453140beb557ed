package dev.airlock.snaft.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.airlock.road.Bus;
import dev.airlock.road.Health;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.snaft.Told;
import dev.airlock.snaft.decide.Circumstances;
import dev.airlock.snaft.model.Caller;
import dev.airlock.snaft.model.Facts;
import dev.airlock.snaft.wire.RuleFiles;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What operators and tokens say over a real broker: whose word counts, and what a restart makes of it. */
class FirewallWatchIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String BLOCKS = """
            {"rules": [{"name": "r", "priority": 1, "action": "refuse", "message": "m", "postures": ["normal_zero_trust"],
              "phrases": [{"why": "w", "within": 0, "words": [["payroll"]]}]}],
             "blocks": [{"kind": "session", "value": "s-*", "reason": "a test"}]}
            """;

    private final SigningKey operator = SigningKey.generate(new SecureRandom());
    private final SigningKey gateway = SigningKey.generate(new SecureRandom());
    private final SigningKey stranger = SigningKey.generate(new SecureRandom());
    private final KeyRing ring = KeyRing.of(Map.of(
            operator.id(), new Holder(KeyRole.OPERATOR, "operator"),
            gateway.id(), new Holder(KeyRole.GATEWAY, "gateway")));
    private final Bus bus = TestBus.road();

    @Test
    void signed_sets_and_sealed_tokens_count_and_a_restart_says_the_same() {
        int trust;
        try (FirewallWatch watch = start(bus, FirewallWatch.PATIENCE)) {
            assertThat(watch.of(facts("mallory")).custom().version()).isEqualTo("none");
            load(BLOCKS, gateway, 1);
            load("{\"blocks\": 7}", operator, 2);
            load(BLOCKS, operator, 3);
            load("{\"comment\": \"older\"}", operator, 1);
            load("{\"rules\": [{}]}", operator, 4);
            await().atMost(SOON)
                    .until(() -> CommittedRecords.of(bus, Topic.DEADLETTERS).size() >= 4);
            assertThat(watch.version())
                    .as("four broken sets did not replace the good one")
                    .isEqualTo(RuleFiles.versionOf(BLOCKS));
            assertThat(watch.of(facts("mallory")).posture())
                    .as("nobody has ever vouched for a posture here")
                    .isEmpty();

            for (int i = 0; i < 5; i++) {
                tell(Told.refused("mallory", RefusalKind.RULE, "SNAFT-001"), gateway);
                tell(Told.refused("bob", RefusalKind.RULE, "SNAFT-001"), stranger);
            }
            await().atMost(SOON).until(() -> watch.of(facts("mallory")).trustPercent() < 20);
            trust = watch.of(facts("mallory")).trustPercent();
            assertThat(watch.of(facts("bob")).trustPercent())
                    .as("a token that nobody of ours has sealed counts for nothing")
                    .isEqualTo(50);
        }
        try (FirewallWatch again = start(bus, FirewallWatch.PATIENCE)) {
            Circumstances first = again.of(facts("mallory"));
            assertThat(first.trustPercent()).isEqualTo(trust);
            assertThat(first.custom().version()).isEqualTo(RuleFiles.versionOf(BLOCKS));
            assertThat(first.read()).isTrue();
        }
    }

    @Test
    void a_running_snaft_tells_which_set_it_took_and_which_it_refused_and_a_restart_tells_nothing() {
        String later = "{\"comment\": \"later\"}";
        load(BLOCKS, operator, 1);
        load("{\"blocks\": 7}", operator, 2);
        try (FirewallWatch watch = start(bus, FirewallWatch.PATIENCE)) {
            assertThat(watch.of(facts("mallory")).custom().version()).isEqualTo(RuleFiles.versionOf(BLOCKS));
            load(later, operator, 3);
            load("{\"comment\": \"forged\"}", gateway, 4);
            await().atMost(SOON).until(() -> told().size() >= 2);
            assertThat(told())
                    .extracting(GatewayEvent::emitter, GatewayEvent::status)
                    .containsExactly(tuple("snaft-service", "taken"), tuple("snaft-service", "refused"));
        }
        try (FirewallWatch again = start(bus, FirewallWatch.PATIENCE)) {
            assertThat(again.of(facts("mallory")).custom().version()).isEqualTo(RuleFiles.versionOf(later));
        }
        List<GatewayEvent> all = told();
        assertThat(all)
                .as("what came before it ran, and what it had told, is told by nobody")
                .hasSize(2);
        assertThat(all.getFirst().payload().orElseThrow())
                .contains("\"kind\":\"rule_set_taken.v1\"", "\"operator\":\"operator\"", "\"digest\":\"sha256:")
                .contains("\"version\":\"" + RuleFiles.versionOf(later) + "\"")
                .contains("\"before\":\"" + RuleFiles.versionOf(BLOCKS) + "\"");
        assertThat(all.getLast().payload().orElseThrow())
                .contains("\"kind\":\"rule_set_refused.v1\"", "is a gateway key", "\"record\":\"RULES-0@3\"")
                .contains("\"in_force\":\"" + RuleFiles.versionOf(later) + "\"");
    }

    private List<GatewayEvent> told() {
        return CommittedRecords.of(bus, Topic.EVENTS).stream()
                .map(record -> ((Good<GatewayEvent>) Codecs.EVENT.decode(record.value())).value())
                .toList();
    }

    @Test
    void where_nothing_can_be_read_nobody_is_trusted_and_the_circumstances_say_so() {
        try (FirewallWatch watch = start(bus.within("nothing.there."), Duration.ofMillis(50))) {
            Circumstances around = watch.of(facts("mallory"));
            assertThat(around.read()).isFalse();
            assertThat(around.trustPercent()).isZero();
        }
    }

    @Test
    void nobody_is_kept_waiting_once_patience_is_over_and_the_tokens_are_followed() {
        try (FirewallWatch watch = start(bus.within("nothing.there."), Duration.ZERO)) {
            var screens = new FastScreens(watch, Instant.now());
            assertThat(screens.atHand()).as("before anybody asked").isFalse();
            assertThat(watch.of(facts("mallory")).read()).isFalse();
            assertThat(screens.atHand()).isTrue();
        }
    }

    @Test
    void while_the_sets_are_not_heard_the_circumstances_say_so_and_the_known_set_stays() {
        load(BLOCKS, operator, 1);
        try (FirewallWatch watch = start(bus, FirewallWatch.PATIENCE)) {
            assertThat(watch.of(facts("mallory")).read()).isTrue();
            assertThat(watch.atHand()).as("while there is patience").isFalse();
            TestBus.lose(bus, Topic.RULES);
            await().atMost(SOON).until(() -> !watch.of(facts("mallory")).read());
            assertThat(watch.of(facts("mallory")).custom().version()).isEqualTo(RuleFiles.versionOf(BLOCKS));
            assertThat(unheard(watch)).contains("the operators' rules are not heard");
            TestBus.restore(bus, Topic.RULES);
            await().atMost(SOON).until(() -> watch.of(facts("mallory")).read());
            assertThat(watch.hearing(new Health.Running())).isEqualTo(new Health.Running());
        }
    }

    @Test
    void while_the_tokens_are_not_heard_nobody_is_trusted() {
        try (FirewallWatch watch = start(bus, FirewallWatch.PATIENCE)) {
            assertThat(watch.of(facts("mallory")).trustPercent()).isEqualTo(50);
            TestBus.lose(bus, Topic.TOKENS);
            await().atMost(SOON).until(() -> watch.of(facts("mallory")).trustPercent() == 0);
            assertThat(unheard(watch)).contains("the tokens behind trust are not heard");
            TestBus.restore(bus, Topic.TOKENS);
            await().atMost(SOON).until(() -> watch.of(facts("mallory")).trustPercent() == 50);
            assertThat(watch.hearing(new Health.Running())).isEqualTo(new Health.Running());
        }
    }

    private static String unheard(FirewallWatch watch) {
        return watch.hearing(new Health.Running()) instanceof Health.Failing(String reason) ? reason : "";
    }

    private FirewallWatch start(Bus at, Duration patience) {
        return FirewallWatch.start(at, ring, Duration.ofHours(1), patience, InstantSource.system());
    }

    private void load(String text, SigningKey key, int second) {
        RuleSet set = new RuleSet(RuleFiles.versionOf(text), text, "a test", NOON.plusSeconds(second));
        publish(Topic.RULES, Codecs.RULE_SET.seal(set, key));
    }

    private void tell(Told told, SigningKey sealer) {
        publish(Topic.TOKENS, Codecs.TOKEN.encode(told.token(sealer).record()));
    }

    private void publish(Topic topic, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = CommittedRecords.producer(bus)) {
            assertThat(producer.send(new ProducerRecord<>(
                            bus.namespace() + topic.topicName(), 0, "fleet".getBytes(UTF_8), value)))
                    .succeedsWithin(SOON);
        }
    }

    private static Facts facts(String principal) {
        Intent intent = new Intent(
                "i",
                "s-1",
                "code:execute",
                "a",
                Origin.EXTERNAL_AI,
                Lane.BUS,
                "",
                Bytes.EMPTY,
                0,
                0,
                Backend.ANY,
                NOON,
                "n");
        return new Facts(
                intent,
                new Caller.Known(principal, Origin.LOCAL),
                Bytes.EMPTY,
                "sha256:i",
                "sha256:p",
                "",
                Entrance.BUS,
                NOON);
    }
}
