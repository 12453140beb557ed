package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.SetEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class EventBoxIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void events_are_written_once_each_in_the_order_in_which_they_were_put() {
        Bus bus = TestBus.road(EnumSet.of(Topic.EVENTS));
        List<String> put = new ArrayList<>();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (EventBox box = new EventBox(bus, Station.SNAFT);
                Tail _ = Tail.fromBeginning(bus, Station.CONSOLE, Topic.EVENTS, record -> seen.add(id(record)))) {
            for (int burst = 0; burst < 2; burst++) {
                for (int i = 0; i < 40; i++) {
                    GatewayEvent event = event(put.size());
                    put.add(event.eventId());
                    assertThat(box.put(event)).isTrue();
                }
                await().atMost(SOON).until(() -> seen.size() >= put.size());
            }
        }
        assertThat(seen).containsExactlyElementsOf(put);
    }

    @Test
    void without_a_bus_putting_does_not_wait_and_a_full_box_says_so() {
        EventBox box = new EventBox(Bus.at("127.0.0.1:1"), Station.GATEWAY);
        int taken = 0;
        long began = System.nanoTime();
        for (int i = 0; i < 3 * EventBox.WAITING_MAX; i++) {
            taken += box.put(event(i)) ? 1 : 0;
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        // One is in the writer's hand.
        assertThat(taken).isBetween(EventBox.WAITING_MAX, EventBox.WAITING_MAX + 1);
        box.close();
        assertThat(box.put(event(0))).as("a closed box").isFalse();
    }

    @Test
    void a_box_whose_sender_cannot_be_made_loses_what_it_has_and_takes_the_next() {
        Bus nonsense = new Bus("127.0.0.1:1", Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "NONE"), "");
        try (EventBox box = new EventBox(nonsense, Station.GATEWAY)) {
            for (int i = 0; i < 3 * EventBox.WAITING_MAX; i++) {
                GatewayEvent event = event(i);
                await().atMost(SOON).until(() -> box.put(event));
            }
        }
    }

    @Test
    void a_station_that_writes_no_events_has_no_box() {
        assertThatThrownBy(() -> new EventBox(Bus.at("127.0.0.1:1"), Station.EXECUTOR))
                .isInstanceOf(Undeclared.class);
    }

    private static GatewayEvent event(int number) {
        return SetEvents.RULES.refused(
                SetEvents.Source.of("event-" + number, "RULES-0@" + number, new byte[] {1}),
                "no reason",
                Optional.empty(),
                Instant.EPOCH);
    }

    private static String id(Inbound record) {
        return Codecs.EVENT.decode(record.value()) instanceof Good<GatewayEvent>(GatewayEvent event)
                ? event.eventId()
                : "unreadable";
    }
}
