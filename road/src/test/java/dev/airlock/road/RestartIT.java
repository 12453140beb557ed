package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartIT {
    private static final Set<Topic> TOPICS = EnumSet.of(Topic.INTENTS, Topic.SCREENED);
    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    void data_survive_the_broker_s_restart_and_hops_and_tails_go_on(@TempDir Path directory) throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        EmbeddedBroker broker = EmbeddedBroker.start(directory);
        int port = broker.port();
        Bus bus = broker.bus();
        Topics.ensure(bus, (short) 1, TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, HopIT.values(0, 100));
        try (Hop hop = Hop.start(HopIT.seat(bus, "a"), new CountingWork());
                Tail tail = Tail.fromBeginning(
                        bus,
                        Station.GATEWAY,
                        Topic.SCREENED,
                        record -> seen.add(new String(record.value(), java.nio.charset.StandardCharsets.UTF_8)))) {
            await().atMost(SOON).until(() -> seen.size() == 100);
            broker.close();
            broker = EmbeddedBroker.start(directory, port);
            Topics.ensure(bus, (short) 1, TOPICS);
            Plain.write(bus, Topic.INTENTS, 0, HopIT.values(100, 200));
            await().atMost(SOON).until(() -> seen.size() >= 200);
            assertThat(hop.health()).isNotInstanceOf(Health.Broken.class);
            assertThat(tail.health()).isNotInstanceOf(Health.Broken.class);
            assertThat(Plain.values(bus, Topic.SCREENED)).isEqualTo(HopIT.numbered(0, 200));
        } finally {
            broker.close();
        }
        assertThat(seen).containsExactlyElementsOf(HopIT.numbered(0, 200));
    }
}
