package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
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
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An executor that does not find its mark reads the tokens, and what it has read once it does not read again. */
class ChainEndsIT {
    private static final int PARTITION = 3;

    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final ChainName chain = new ChainName(key.id(), Lane.BUS, PARTITION);
    private final Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
    private final KeyTerm term = new KeyTerm(now.minus(Duration.ofDays(5)), Optional.empty(), Optional.empty());
    private final KeyRing ring =
            KeyRing.of(Map.of(key.id(), new Holder(KeyRole.EXECUTOR, "executor")), Map.of(key.id(), term));

    private final Bus bus = TestBus.road(EnumSet.of(Topic.TOKENS));
    private final Sender sender = Sender.of(bus, Station.EXECUTOR, Duration.ofSeconds(20));
    private final Reading reading = new Reading();
    private final ChainEnds ends = new ChainEnds(bus, key.id(), ring, reading);
    private ChainHead head = ChainHead.genesis(chain);

    /** Reads the topic, and remembers what was asked. */
    private final class Reading implements ChainEnds.Tokens {
        private final List<Instant> begins = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private int breaksOffAfter = Integer.MAX_VALUE;

        @Override
        public void since(int partition, Instant from, Consumer<Inbound> each) throws BusUnreachable {
            begins.add(from);
            List<Inbound> there = new ArrayList<>();
            Replay.since(bus, Station.EXECUTOR, Topic.TOKENS, partition, from, there::add);
            for (Inbound record : there) {
                if (breaksOffAfter-- <= 0) {
                    throw new BusUnreachable(bus, new TimeoutException("a test says no"));
                }
                offsets.add(record.offset());
                each.accept(record);
            }
        }
    }

    @AfterEach
    void close() {
        sender.close();
    }

    private ChainHead seal() {
        Sealer.Sealed sealed = Sealer.seal(StolenKeyIT.token(now), head, key);
        assertThat(sender.send(Outbound.to(
                                Topic.TOKENS,
                                PARTITION,
                                "session-1".getBytes(StandardCharsets.UTF_8),
                                Codecs.TOKEN.encode(sealed.token().record())))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Delivery.Delivered.class);
        head = sealed.next();
        return head;
    }

    @Test
    void what_was_read_at_one_assignment_is_not_read_again_at_the_next() throws Exception {
        seal();
        ChainHead second = seal();
        assertThat(ends.end(PARTITION, "")).isEqualTo(second);
        // Nobody could find it by reading now.
        TestBus.cut(bus, Topic.TOKENS, PARTITION);
        assertThat(ends.end(PARTITION, "")).isEqualTo(second);
        ChainHead third = seal();
        assertThat(ends.end(PARTITION, "")).isEqualTo(third);
        assertThat(reading.offsets).filteredOn(offset -> offset < 1).hasSize(1);
    }

    @Test
    void a_reading_that_was_broken_off_goes_on_where_it_was() throws Exception {
        seal();
        ChainHead second = seal();
        reading.breaksOffAfter = 1;
        assertThatThrownBy(() -> ends.end(PARTITION, "")).isInstanceOf(BusUnreachable.class);
        assertThat(reading.offsets).containsExactly(0L);
        reading.breaksOffAfter = Integer.MAX_VALUE;
        assertThat(ends.end(PARTITION, "")).isEqualTo(second);
        assertThat(reading.begins.getLast()).isAfter(reading.begins.getFirst());
    }

    @Test
    void it_begins_a_day_before_the_key_began_to_count() throws Exception {
        assertThat(ends.end(PARTITION, "")).isEqualTo(head);
        assertThat(reading.begins).containsExactly(term.from().minus(KeyTerm.LATE_MAX));
    }

    @Test
    void a_partition_with_its_own_mark_is_not_read() throws Exception {
        ChainHead first = seal();
        assertThat(ends.end(PARTITION, first.text())).isEqualTo(first);
        assertThat(reading.begins).isEmpty();
    }
}
