package dev.airlock.gateway.shell;

import static dev.airlock.gateway.Samples.GATEWAY;
import static dev.airlock.gateway.Samples.NOW;
import static dev.airlock.gateway.Samples.RING;
import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.stale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.wire.RefusalTokens;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.road.Bus;
import dev.airlock.road.Outbound;
import dev.airlock.road.Replay;
import dev.airlock.road.Sender;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that does not find its mark reads the tokens, and what it has read once it does not read again. */
class RoadTopicsIT {
    private static final ChainName CHAIN = new ChainName(GATEWAY.id(), Lane.BUS, 3);

    private final Bus bus = TestBus.road(EnumSet.of(Topic.TOKENS));
    private final Sender sender = Sender.of(bus, Station.GATEWAY, Duration.ofSeconds(20));
    private final List<Instant> begins = new ArrayList<>();
    private ChainHead head = ChainHead.genesis(CHAIN);

    @AfterEach
    void close() {
        sender.close();
    }

    private RoadTopics topics(KeyRing ring) {
        return new RoadTopics(bus, ring, (partition, from, each) -> {
            begins.add(from);
            Replay.since(bus, Station.GATEWAY, Topic.TOKENS, partition, from, each);
        });
    }

    private ChainHead seal() {
        var content = RefusalTokens.of(
                new TokenId(UUID.randomUUID().toString()),
                NOW,
                ask().screening(),
                stale(),
                new Refusal(RefusalKind.POLICY, "test", "a test says no"));
        Sealer.Sealed sealed = Sealer.seal(content, head, GATEWAY);
        TestRoad.send(
                sender,
                Outbound.to(
                        Topic.TOKENS,
                        CHAIN.partition(),
                        "session-1".getBytes(StandardCharsets.UTF_8),
                        Codecs.TOKEN.encode(sealed.token().record())));
        head = sealed.next();
        return head;
    }

    @Test
    void what_was_read_at_one_assignment_is_not_read_again_at_the_next() throws Exception {
        RoadTopics topics = topics(RING);
        assertThat(topics.lastHead(CHAIN)).isEmpty();
        seal();
        ChainHead second = seal();
        assertThat(topics.lastHead(CHAIN)).contains(second);
        // Nobody could find it by reading now.
        TestBus.cut(bus, Topic.TOKENS, CHAIN.partition());
        assertThat(topics.lastHead(CHAIN)).contains(second);
        ChainHead third = seal();
        assertThat(topics.lastHead(CHAIN)).contains(third);
        assertThat(begins).isSorted();
        assertThat(begins.getLast()).isAfter(begins.getFirst());
    }

    @Test
    void it_begins_a_day_before_the_key_began_to_count() throws Exception {
        var term = new KeyTerm(NOW.minus(Duration.ofDays(5)), Optional.empty(), Optional.empty());
        KeyRing ring =
                KeyRing.of(Map.of(GATEWAY.id(), new Holder(KeyRole.GATEWAY, "gateway")), Map.of(GATEWAY.id(), term));
        assertThat(topics(ring).lastHead(CHAIN)).isEmpty();
        assertThat(begins).containsExactly(term.from().minus(KeyTerm.LATE_MAX));
    }
}
