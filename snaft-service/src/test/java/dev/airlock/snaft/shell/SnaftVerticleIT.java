package dev.airlock.snaft.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snaft on a real broker: what callers publish comes out screened, signed and on its session's partition. */
class SnaftVerticleIT {
    @SuppressWarnings(
            "TimeInStaticInitializer") // the broker stamps by the real clock; these tests end long before ten minutes
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SigningKey snaft = SigningKey.generate(RANDOM);
    private final SigningKey operator = SigningKey.generate(RANDOM);
    private final SigningKey local = SigningKey.generate(RANDOM);
    private final SigningKey stranger = SigningKey.generate(RANDOM);
    private final KeyRing ring = KeyRing.of(Map.of(
            snaft.id(), new Holder(KeyRole.SNAFT, "snaft"),
            operator.id(), new Holder(KeyRole.OPERATOR, "the operator"),
            local.id(), new Holder(KeyRole.LOCAL, "local")));
    private final Bus bus = TestBus.road(
            EnumSet.of(Topic.INTENTS, Topic.SCREENED, Topic.DEADLETTERS, Topic.PRINCIPALS, Topic.RULES, Topic.TOKENS));
    private final Vertx vertx = Vertx.vertx();
    private final Counted counted = new Counted();
    private final SnaftVerticle verticle =
            new SnaftVerticle(bus, "snaft-test", snaft, ring, Duration.ofHours(1), InstantSource.fixed(NOW), counted);

    @BeforeEach
    void deploy() {
        var _ = vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
        assertThat(verticle.health()).isInstanceOf(Health.Closed.class);
    }

    @Test
    void every_intent_comes_out_once_with_snafts_word() {
        publish(0, Intents.sealed(intent("operator-1", "code:execute", "1", Origin.LOCAL, Lane.BUS), operator));
        publish(1, Intents.sealed(intent("local-1", "code:execute", "1", Origin.OPERATOR, Lane.BUS), local));
        publish(2, Intents.unsigned(intent("unsigned-1", "code:execute", "1", Origin.OPERATOR, Lane.BUS)));
        publish(3, Intents.sealed(intent("stranger-1", "code:execute", "1", Origin.OPERATOR, Lane.BUS), stranger));
        publish(4, forged(Intents.sealed(intent("forged-1", "code:execute", "1", Origin.LOCAL, Lane.BUS), local)));
        publish(5, Intents.sealed(intent("unknown-1", "code:executeX", "1", Origin.LOCAL, Lane.BUS), local));
        publish(6, Intents.sealed(intent("destruct-1", "shell:x", "rm -rf /", Origin.OPERATOR, Lane.BUS), operator));
        publish(7, Intents.sealed(intent("fast-1", "code:execute", "1", Origin.LOCAL, Lane.FAST), local));
        publish(7, Intents.sealed(intent("wrong-role-1", "code:execute", "1", Origin.LOCAL, Lane.BUS), snaft));

        assertThat(screened(9).stream().collect(Collectors.toMap(Screening::intentId, SnaftVerticleIT::wordOf)))
                .isEqualTo(Map.of(
                        "operator-1", "LOCAL the_operator true passed",
                        "local-1", "LOCAL local true passed",
                        "unsigned-1", "EXTERNAL_AI anonymous false passed",
                        "stranger-1", "EXTERNAL_AI anonymous false passed",
                        "forged-1", "EXTERNAL_AI anonymous false IDENTITY signature",
                        "unknown-1", "LOCAL local true UNKNOWN_INTENT routes",
                        "destruct-1", "OPERATOR the_operator true RULE DESTRUCT-001",
                        "fast-1", "LOCAL local true MALFORMED lane",
                        "wrong-role-1", "EXTERNAL_AI anonymous false IDENTITY signature"));
        assertThat(counted.passed).hasValue(4);
        assertThat(counted.refused).hasValue(5);
        assertThat(counted.undecodable).hasValue(0);
        assertThat(counted.read).hasValue(4 + 5);
    }

    @Test
    void a_session_is_on_its_canonical_partition_and_in_order_wherever_it_was_published() {
        List<String> ids = IntStream.range(0, 20).mapToObj(i -> "in-order-" + i).toList();
        ids.forEach(id -> publish(3, Intents.sealed(intent(id, "code:execute", "1", Origin.LOCAL, Lane.BUS), local)));

        List<ConsumerRecord<byte[], byte[]>> records = records(Topic.SCREENED, ids.size());
        int canonical = Utils.toPositive(Utils.murmur2("session".getBytes(UTF_8))) % Topic.SCREENED.partitions();
        assertThat(records).allSatisfy(record -> {
            assertThat(record.partition()).isEqualTo(canonical);
            assertThat(record.key()).isEqualTo("session".getBytes(UTF_8));
        });
        assertThat(records.stream().map(r -> open(r.value()).intentId())).containsExactlyElementsOf(ids);
    }

    @Test
    void what_nobody_can_read_becomes_a_dead_letter_and_stops_nobody_behind_it() {
        publish(2, "{\"json\":1}".getBytes(UTF_8));
        publish(2, new byte[0]);
        publish(2, Intents.sealed(intent("behind-1", "code:execute", "1", Origin.LOCAL, Lane.BUS), local));

        assertThat(screened(1)).singleElement().satisfies(s -> assertThat(s.intentId())
                .isEqualTo("behind-1"));
        List<DeadLetter> letters = records(Topic.DEADLETTERS, 2).stream()
                .map(r -> good(Codecs.DEAD_LETTER.decode(r.value())))
                .toList();
        assertThat(letters).extracting(DeadLetter::offset).containsExactly(0L, 1L);
        assertThat(letters).first().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("airlock.intents.v1");
            assertThat(letter.partition()).isEqualTo(2);
            assertThat(letter.value()).isEqualTo(Bytes.of("{\"json\":1}".getBytes(UTF_8)));
            assertThat(letter.reason()).contains("not single-object encoded");
            assertThat(letter.station()).isEqualTo("SNAFT");
        });
        assertThat(counted.undecodable).hasValue(2);
    }

    @Test
    void a_kept_copy_is_refused_by_the_brokers_clock_whatever_time_its_sender_gives_the_record() {
        Instant then = NOW.minusSeconds(3_600);
        byte[] kept = Intents.sealed(intent("kept-1", "code:execute", "1", Origin.LOCAL, Lane.BUS, then), local);
        publish(0, kept, then.toEpochMilli());
        assertThat(screened(1)).singleElement().satisfies(s -> assertThat(wordOf(s))
                .isEqualTo("LOCAL local true IDENTITY freshness"));
    }

    @Test
    void a_payload_over_the_limit_is_refused_and_not_carried_on() {
        String big = "x".repeat(2 << 20);
        publish(0, Intents.sealed(intent("big-1", "code:execute", big, Origin.LOCAL, Lane.BUS), local));
        assertThat(screened(1)).singleElement().satisfies(s -> {
            assertThat(wordOf(s)).isEqualTo("LOCAL local true MALFORMED payload_limit");
            assertThat(s.envelope()).isEqualTo(Bytes.EMPTY);
        });
    }

    @Test
    void while_the_rules_are_not_heard_nobody_from_outside_comes_in_and_health_says_why_until_they_are() {
        publish(2, Intents.unsigned(intent("before-1", "code:execute", "1", Origin.EXTERNAL_AI, Lane.BUS)));
        assertThat(screened(1)).singleElement().satisfies(s -> assertThat(wordOf(s))
                .endsWith("passed"));
        await().atMost(SOON).until(() -> verticle.health() instanceof Health.Running);

        TestBus.lose(bus, Topic.RULES);
        await().atMost(SOON).until(() -> verticle.health() instanceof Health.Failing);
        assertThat(verticle.health())
                .isInstanceOfSatisfying(Health.Failing.class, failing -> assertThat(failing.reason())
                        .contains("the operators' rules are not heard"));
        publish(2, Intents.unsigned(intent("stale-1", "code:execute", "1", Origin.EXTERNAL_AI, Lane.BUS)));
        publish(2, Intents.sealed(intent("own-1", "code:execute", "1", Origin.LOCAL, Lane.BUS), local));
        assertThat(screened(3).stream().skip(1).map(SnaftVerticleIT::wordOf))
                .containsExactly("EXTERNAL_AI anonymous false RULE rules.unread", "LOCAL local true passed");

        TestBus.restore(bus, Topic.RULES);
        await().atMost(SOON).until(() -> verticle.health() instanceof Health.Running);
        publish(2, Intents.unsigned(intent("after-1", "code:execute", "1", Origin.EXTERNAL_AI, Lane.BUS)));
        assertThat(screened(4)).last().satisfies(s -> assertThat(wordOf(s)).endsWith("passed"));
    }

    private List<Screening> screened(int count) {
        return records(Topic.SCREENED, count).stream().map(r -> open(r.value())).toList();
    }

    private Screening open(byte[] value) {
        return good(Codecs.SCREENING.open(value, ring)).value();
    }

    private static <T> T good(Decoded<T> decoded) {
        assertThat(decoded).isInstanceOf(Good.class);
        return ((Good<T>) decoded).value();
    }

    private static String wordOf(Screening s) {
        String word = s.refusal().map(r -> r.kind() + " " + r.rule()).orElse("passed");
        return s.origin() + " " + s.principal() + " " + s.identityBound() + " " + word;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(Topic topic, int count) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> CommittedRecords.of(bus, topic), found -> found.size() >= count);
    }

    private void publish(int partition, byte[] value) {
        publish(partition, value, System.currentTimeMillis());
    }

    private void publish(int partition, byte[] value, long timestampMillis) {
        try (KafkaProducer<byte[], byte[]> producer = CommittedRecords.producer(bus)) {
            String topic = bus.namespace() + Topic.INTENTS.topicName();
            assertThat(producer.send(
                            new ProducerRecord<>(topic, partition, timestampMillis, "caller".getBytes(UTF_8), value)))
                    .succeedsWithin(Duration.ofSeconds(10));
        }
    }

    /** The last byte of the record is the last of the signature. */
    private static byte[] forged(byte[] record) {
        byte[] changed = record.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    private static Intent intent(String id, String name, String payload, Origin origin, Lane lane) {
        return intent(id, name, payload, origin, lane, NOW);
    }

    private static Intent intent(String id, String name, String payload, Origin origin, Lane lane, Instant createdAt) {
        return new Intent(
                id,
                "session",
                name,
                "agent.aint",
                origin,
                lane,
                lane == Lane.FAST ? "node-1" : "",
                Bytes.of(payload.getBytes(UTF_8)),
                0,
                0,
                Backend.ANY,
                createdAt,
                "nonce");
    }

    private static final class Counted implements SnaftMetrics {
        final AtomicInteger read = new AtomicInteger();
        final AtomicInteger passed = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final AtomicInteger undecodable = new AtomicInteger();

        @Override
        public void read() {
            read.incrementAndGet();
        }

        @Override
        public void passed() {
            passed.incrementAndGet();
        }

        @Override
        public void refused() {
            refused.incrementAndGet();
        }

        @Override
        public void undecodable() {
            undecodable.incrementAndGet();
        }
    }
}
