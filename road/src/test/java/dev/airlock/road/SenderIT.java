package dev.airlock.road;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class SenderIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void a_record_is_delivered_to_the_partition_of_its_key() throws Exception {
        Bus bus = TestBus.road(Set.of(Topic.INTENTS));
        byte[] key = "session-1".getBytes(UTF_8);
        try (Sender sender = Sender.of(bus, Station.CALLER, PATIENCE)) {
            Delivery delivery = delivered(sender, Outbound.byKey(Topic.INTENTS, key, new byte[] {1}));
            int expected = BuiltInPartitioner.partitionForKey(key, Topic.INTENTS.partitions());
            assertThat(delivery).isEqualTo(new Delivery.Delivered(expected, 0));
        }
        assertThat(Plain.read(bus, Topic.INTENTS)).hasSize(1);
    }

    @Test
    void the_largest_record_that_fits_is_taken_even_if_it_does_not_compress() throws Exception {
        Bus bus = TestBus.road(Set.of(Topic.INTENTS));
        byte[] noise = new byte[Outbound.bytesMax(Topic.INTENTS)];
        new Random(1).nextBytes(noise);
        try (Sender sender = Sender.of(bus, Station.CALLER, PATIENCE)) {
            assertThat(delivered(sender, Outbound.to(Topic.INTENTS, 0, new byte[0], noise)))
                    .isInstanceOf(Delivery.Delivered.class);
        }
    }

    @Test
    void a_record_that_is_too_large_is_not_sent_and_the_limit_is_told() throws Exception {
        int bytesMax = Outbound.bytesMax(Topic.INTENTS);
        try (Sender sender = Sender.of(Bus.at("127.0.0.1:1"), Station.CALLER, Duration.ofSeconds(1))) {
            assertThat(delivered(sender, Outbound.to(Topic.INTENTS, 0, new byte[1], new byte[bytesMax])))
                    .isEqualTo(new Delivery.TooLarge(bytesMax + 1, bytesMax));
        }
    }

    @Test
    void an_unreachable_bus_is_a_value_within_the_patience() throws Exception {
        try (Sender sender = Sender.of(Bus.at("127.0.0.1:1"), Station.CALLER, Duration.ofMillis(500))) {
            assertThat(delivered(sender, Outbound.to(Topic.INTENTS, 0, new byte[0], new byte[0])))
                    .isInstanceOfSatisfying(Delivery.Unreachable.class, unreachable -> {
                        assertThat(unreachable.reason()).contains("127.0.0.1:1");
                        assertThat(unreachable.passing())
                                .as("a broker may come")
                                .isTrue();
                    });
        }
    }

    @Test
    void a_topic_that_the_station_does_not_write_is_refused() {
        try (Sender sender = Sender.of(Bus.at("127.0.0.1:1"), Station.CALLER, PATIENCE)) {
            Outbound order = Outbound.to(Topic.ORDERS, 0, new byte[0], new byte[0]);
            assertThatThrownBy(() -> sender.send(order))
                    .isInstanceOf(Undeclared.class)
                    .hasMessageContaining("CALLER does not write ORDERS");
        }
    }

    private static Delivery delivered(Sender sender, Outbound record) throws Exception {
        return sender.send(record).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
