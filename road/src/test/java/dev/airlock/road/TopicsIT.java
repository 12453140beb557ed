package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class TopicsIT {
    private static final short ONE = 1;

    @Test
    void every_topic_of_the_flow_is_created_and_a_second_look_finds_it_right() throws Exception {
        Bus bus = TestBus.emptyRoad();
        Topics.ensure(bus, ONE);
        Topics.ensure(bus, ONE);
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            assertThat(admin.listTopics().names().get())
                    .containsAll(
                            EnumSet.allOf(Topic.class).stream().map(bus::nameOf).toList());
        }
    }

    @Test
    void two_that_create_at_once_do_not_disturb_each_other() {
        Bus bus = TestBus.emptyRoad();
        List<CompletableFuture<Void>> both = List.of(ensured(bus), ensured(bus));
        both.forEach(CompletableFuture::join);
        assertThat(both).allMatch(CompletableFuture::isDone);
    }

    private static CompletableFuture<Void> ensured(Bus bus) {
        return CompletableFuture.runAsync(() -> {
            try {
                Topics.ensure(bus, ONE, Set.of(Topic.TOKENS, Topic.ORDERS));
            } catch (TopicsDisagree | BusUnreachable e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void a_topic_that_disagrees_is_refused_with_both_values_and_the_command_that_mends_it() throws Exception {
        Bus bus = TestBus.emptyRoad();
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            admin.createTopics(List.of(new NewTopic(bus.nameOf(Topic.TOKENS), 3, ONE)
                            .configs(Map.of("retention.ms", "1000", "max.message.bytes", "1048576"))))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> Topics.ensure(bus, ONE, Set.of(Topic.TOKENS)))
                .isInstanceOfSatisfying(TopicsDisagree.class, disagree -> assertThat(disagree.differences())
                        .extracting(TopicsDisagree.Difference::setting)
                        .containsExactly("partitions", "retention.ms", "message.timestamp.type"))
                .hasMessageContaining("partitions is 3, the flow says " + Topic.TOKENS.partitions())
                .hasMessageContaining("retention.ms is 1000, the flow says -1")
                .hasMessageContaining("--entity-name " + bus.nameOf(Topic.TOKENS) + " --add-config retention.ms=[-1]");
    }

    private static String compression(Bus bus, Topic topic) throws Exception {
        var name = new ConfigResource(ConfigResource.Type.TOPIC, bus.nameOf(topic));
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            return admin.describeConfigs(List.of(name))
                    .all()
                    .get()
                    .get(name)
                    .get("compression.type")
                    .value();
        }
    }

    @Test
    void what_callers_write_is_stored_unpacked_and_a_topic_of_before_is_put_right() throws Exception {
        Bus bus = TestBus.emptyRoad();
        Topics.ensure(bus, ONE);
        assertThat(compression(bus, Topic.INTENTS)).isEqualTo("uncompressed");
        assertThat(compression(bus, Topic.CANCELS)).isEqualTo("uncompressed");
        assertThat(compression(bus, Topic.TOKENS)).isEqualTo("producer");
        var intents = new ConfigResource(ConfigResource.Type.TOPIC, bus.nameOf(Topic.INTENTS));
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            var asBefore = new AlterConfigOp(new ConfigEntry("compression.type", "producer"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(intents, List.of(asBefore)))
                    .all()
                    .get();
        }
        Topics.ensure(bus, ONE);
        assertThat(compression(bus, Topic.INTENTS)).isEqualTo("uncompressed");
    }

    /** A reader would unpack it, whatever that takes. */
    @Test
    void a_record_that_unpacks_to_more_than_its_topic_takes_is_refused_by_the_broker() throws Exception {
        Bus bus = TestBus.road(Set.of(Topic.INTENTS, Topic.SCREENED));
        Map<String, Object> settings = ClientSettings.forWriter(bus, Duration.ofSeconds(10));
        settings.put("compression.type", "gzip");
        settings.put("max.request.size", 64 << 20);
        settings.put("buffer.memory", 128L << 20);
        byte[] zeros = new byte[2 * Topic.INTENTS.maxMessageBytes()];
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            // Where nobody but a service writes, it is taken: it is small as it comes.
            producer.send(new ProducerRecord<>(bus.nameOf(Topic.SCREENED), 0, null, zeros))
                    .get();
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(bus.nameOf(Topic.INTENTS), 0, null, zeros))
                            .get())
                    .hasCauseInstanceOf(RecordTooLargeException.class);
            producer.send(new ProducerRecord<>(bus.nameOf(Topic.INTENTS), 0, null, new byte[1000]))
                    .get();
        }
        assertThat(Plain.read(bus, Topic.INTENTS)).hasSize(1);
    }

    @Test
    void a_station_gets_no_topic_that_the_flow_does_not_give_it() {
        Bus bus = Bus.at("127.0.0.1:1");
        assertThatThrownBy(() -> new Seat(bus, Station.SNAFT, Topic.ORDERS, "a"))
                .isInstanceOf(Undeclared.class)
                .hasMessageContaining("SNAFT does not read ORDERS");
    }

    @Test
    void an_unreachable_bus_is_named_with_what_to_check() {
        assertThatThrownBy(() -> Topics.ensure(Bus.at("127.0.0.1:1"), ONE, Set.of(Topic.TOKENS)))
                .isInstanceOf(BusUnreachable.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("check that the broker runs");
    }

    @Test
    void a_property_that_could_weaken_exactly_once_is_refused() {
        assertThatThrownBy(() -> new Bus("127.0.0.1:1", Map.of("isolation.level", "read_uncommitted"), ""))
                .hasMessageContaining("isolation.level");
        assertThat(new Bus("127.0.0.1:1", Map.of("sasl.jaas.config", "password=hunter2"), "").toString())
                .contains("sasl.jaas.config")
                .doesNotContain("hunter2");
    }
}
