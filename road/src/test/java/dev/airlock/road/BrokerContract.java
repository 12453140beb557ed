package dev.airlock.road;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.airlock.schemas.flow.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a road needs of a broker, whoever runs it. Each test has a road of its own on it, behind a namespace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class BrokerContract {
    static final short ONE = 1;
    static final Set<Topic> TOPICS = EnumSet.of(Topic.INTENTS, Topic.SCREENED);
    static final Duration SOON = Duration.ofSeconds(40);

    private final AtomicInteger roads = new AtomicInteger();
    private Outside broker;

    /**
     * Starts it, or gives the tests up with the reason and the fix.
     *
     * @param directory empty, and gone with the tests
     */
    abstract Outside start(Path directory) throws Exception;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        broker = start(directory);
    }

    @AfterAll
    void close() {
        if (broker != null) {
            broker.close();
        }
    }

    Bus road(Set<Topic> topics) throws Exception {
        Bus bus = broker.bus().within("r" + roads.incrementAndGet() + ".");
        Topics.ensure(bus, ONE, topics);
        return bus;
    }

    static ProducerRecord<byte[], byte[]> record(Bus bus, String value) {
        return Outbound.to(Topic.SCREENED, 0, new byte[] {1}, value.getBytes(UTF_8))
                .on(bus);
    }

    static Producer<byte[], byte[]> writer(Bus bus, String name) {
        return new KafkaProducer<>(ClientSettings.forTransactionalWriter(bus, name));
    }

    /** What a reader sees at this moment, without waiting for open transactions. */
    static List<String> seen(Bus bus) {
        TopicPartition place = new TopicPartition(bus.nameOf(Topic.SCREENED), 0);
        List<String> values = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = new KafkaConsumer<>(ClientSettings.forReader(bus))) {
            reader.assign(List.of(place));
            reader.seekToBeginning(List.of(place));
            long end = reader.endOffsets(List.of(place)).get(place);
            while (reader.position(place) < end) {
                reader.poll(Duration.ofMillis(50)).forEach(one -> values.add(new String(one.value(), UTF_8)));
            }
        }
        return values;
    }

    @Test
    void every_topic_is_made_as_the_flow_says_and_one_that_somebody_changed_is_refused() throws Exception {
        Bus bus = road(EnumSet.allOf(Topic.class));
        Topics.ensure(bus, ONE);
        ConfigResource tokens = new ConfigResource(ConfigResource.Type.TOPIC, bus.nameOf(Topic.TOKENS));
        AlterConfigOp shorter = new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            assertThat(admin.listTopics().names().get())
                    .containsAll(
                            EnumSet.allOf(Topic.class).stream().map(bus::nameOf).toList());
            admin.incrementalAlterConfigs(Map.of(tokens, List.of(shorter)))
                    .all()
                    .get();
        }
        await().atMost(SOON).untilAsserted(() -> assertThatThrownBy(() -> Topics.ensure(bus, ONE))
                .isInstanceOf(TopicsDisagree.class)
                .hasMessageContaining("retention.ms is 1000, the flow says -1"));
    }

    @Test
    void every_record_passes_a_hop_once_also_when_commits_fail_and_when_their_answers_are_lost() throws Exception {
        Bus bus = road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, HopIT.values(0, 300));
        AtomicInteger commits = new AtomicInteger();
        Probe unlucky = new Probe() {
            @Override
            public void beforeCommit() {
                if (commits.incrementAndGet() == 1) {
                    throw new KafkaException("injected");
                }
            }

            @Override
            public void afterCommit() {
                if (commits.get() == 2) {
                    throw new org.apache.kafka.common.errors.TimeoutException("injected: the answer was lost");
                }
            }
        };
        CountingWork work = new CountingWork();
        try (Hop hop = Hop.start(HopIT.seat(bus, "a"), work, unlucky)) {
            await().atMost(SOON).untilAsserted(() -> assertThat(seen(bus)).hasSize(300));
            Plain.write(bus, Topic.INTENTS, 0, HopIT.values(300, 400));
            await().atMost(SOON).untilAsserted(() -> assertThat(seen(bus)).hasSize(400));
            assertThat(hop.health()).isInstanceOf(Health.Running.class);
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).isEqualTo(HopIT.numbered(0, 400));
        assertThat(work.history).contains("rolledBack ");
    }

    @Test
    void a_reader_sees_what_is_committed_and_neither_what_was_aborted_nor_what_is_open() throws Exception {
        Bus bus = road(TOPICS);
        try (Producer<byte[], byte[]> writer = writer(bus, "one")) {
            writer.initTransactions();
            writer.beginTransaction();
            writer.send(record(bus, "aborted")).get();
            writer.abortTransaction();
            writer.beginTransaction();
            writer.send(record(bus, "open")).get();
            assertThat(seen(bus)).isEmpty();
            writer.commitTransaction();
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).containsExactly("open");
    }

    @Test
    void of_two_writers_of_one_name_the_first_writes_no_more() throws Exception {
        Bus bus = road(TOPICS);
        try (Producer<byte[], byte[]> first = writer(bus, "same");
                Producer<byte[], byte[]> second = writer(bus, "same")) {
            first.initTransactions();
            first.beginTransaction();
            first.send(record(bus, "of the first")).get();
            second.initTransactions();
            assertThatThrownBy(first::commitTransaction).isInstanceOf(ProducerFencedException.class);
            second.beginTransaction();
            second.send(record(bus, "of the second")).get();
            second.commitTransaction();
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).containsExactly("of the second");
    }

    @Test
    void who_would_hide_others_records_for_longer_than_a_road_allows_is_refused() throws Exception {
        Bus bus = road(TOPICS);
        Map<String, Object> settings = ClientSettings.forTransactionalWriter(bus, "patient");
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60_000);
        try (Producer<byte[], byte[]> patient = new KafkaProducer<>(settings)) {
            assertThatThrownBy(patient::initTransactions)
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("larger than the maximum value allowed by the broker");
        }
    }
}
