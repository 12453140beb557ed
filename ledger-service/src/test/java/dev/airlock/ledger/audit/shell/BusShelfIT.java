package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an audit reads of a road that goes on meanwhile, on a real broker. */
class BusShelfIT {
    private static final int PARTITION = 3;

    private final Bus bus = TestBus.road(EnumSet.of(Topic.TOKENS, Topic.CHECKPOINTS, Topic.POSTURES));

    private void append(Station station, Topic topic, int partition, String text) {
        try (Sender sender = Sender.of(bus, station, Duration.ofSeconds(20))) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(sender.send(Outbound.to(topic, partition, bytes, bytes))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
        }
    }

    private static List<String> read(BusShelf shelf, Topic topic, int partition) throws Exception {
        List<String> texts = new ArrayList<>();
        shelf.each(topic, partition, record -> texts.add(new String(record.value(), StandardCharsets.UTF_8)));
        return texts;
    }

    @Test
    void tokens_and_heads_are_those_of_one_moment_and_what_they_stand_on_is_read_as_it_is() throws Exception {
        append(Station.GATEWAY, Topic.TOKENS, PARTITION, "token 1");
        append(Station.LEDGER, Topic.CHECKPOINTS, 0, "head 1");
        append(Station.POLICY, Topic.POSTURES, 0, "posture 1");
        BusShelf shelf = BusShelf.now(bus);
        long offsets = shelf.offsets(Topic.TOKENS);

        append(Station.POLICY, Topic.POSTURES, 0, "posture 2");
        append(Station.GATEWAY, Topic.TOKENS, PARTITION, "token 2");
        append(Station.GATEWAY, Topic.TOKENS, PARTITION + 1, "token 3");
        append(Station.LEDGER, Topic.CHECKPOINTS, 0, "head 2");

        assertThat(read(shelf, Topic.TOKENS, PARTITION)).containsExactly("token 1");
        assertThat(read(shelf, Topic.TOKENS, PARTITION + 1)).isEmpty();
        assertThat(read(shelf, Topic.CHECKPOINTS, 0)).containsExactly("head 1");
        assertThat(read(shelf, Topic.POSTURES, 0))
                .as("whatever a token stands on was there before it")
                .containsExactly("posture 1", "posture 2");
        assertThat(shelf.offsets(Topic.TOKENS)).isEqualTo(offsets);
        assertThat(read(BusShelf.now(bus), Topic.TOKENS, PARTITION)).containsExactly("token 1", "token 2");
    }
}
