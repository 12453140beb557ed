package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.Samples;
import dev.airlock.lane.decide.Interrupted;
import dev.airlock.lane.journal.Entry;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Sealer.Sealed;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A broker that lost its power may have lost the newest tokens of a partition and kept the position that was committed with them. Then others wrote
 * so much that the newest of the partition are all theirs.
 */
class OnTheBusIT {
    private static final int PARTITION = 3;
    /** So few that a start looks at two offsets of each partition. */
    private static final int REMEMBERED = 8;

    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final SigningKey others = SigningKey.generate(new SecureRandom());
    private final ChainName chain = new ChainName(key.id(), Lane.FAST, PARTITION);
    private final KeyRing ring = KeyRing.of(Map.of(
            key.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor"),
            others.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "another")));
    private final Bus bus = TestBus.road(EnumSet.of(Topic.TOKENS));
    private final Sender sender = Sender.of(bus, Station.EXECUTOR, Duration.ofSeconds(20));

    @AfterEach
    void close() {
        sender.close();
    }

    private static Sealed seal(String id, ChainHead head, SigningKey with) {
        var content = Interrupted.token(
                Samples.begun(id), new TokenId(UUID.randomUUID().toString()), "jis:test:lane", Samples.NOW);
        return Sealer.seal(content, head, with);
    }

    private void write(Sealed sealed) {
        assertThat(sender.send(Outbound.to(
                                Topic.TOKENS,
                                PARTITION,
                                "s".getBytes(StandardCharsets.UTF_8),
                                Codecs.TOKEN.encode(sealed.token().record())))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Delivery.Delivered.class);
    }

    private void writeOthers(int count) {
        ChainHead head = ChainHead.genesis(new ChainName(others.id(), Lane.FAST, PARTITION));
        for (int number = 0; number < count; number++) {
            Sealed sealed = seal("other-" + number, head, others);
            write(sealed);
            head = sealed.next();
        }
    }

    /** @param first the number of the journal's first record with a token of the chain */
    private Brought look(ChainHead known, long position, long first) throws Exception {
        var chains = new Chains(key.id());
        chains.found(known);
        return new OnTheBus(
                        bus,
                        ring,
                        OwnKeys.of(key.id(), Set.of(), ring),
                        OptionalLong.of(position),
                        Map.of(chain, first))
                .look(chains, new Memory(REMEMBERED, 1_000, InstantSource.system()), REMEMBERED);
    }

    private static boolean holds(Brought brought, long record, Sealed sealed) {
        return brought.holds(new Entry(record, new byte[0]), sealed.next());
    }

    @Test
    void a_token_that_the_bus_lost_is_brought_again_though_the_position_says_that_it_was_brought() throws Exception {
        Sealed first = seal("i-1", ChainHead.genesis(chain), key);
        Sealed lost = seal("i-2", first.next(), key);
        write(first);
        writeOthers(40);
        Brought brought = look(lost.next(), 10, 4);
        assertThat(brought.lasts()).containsEntry(chain, first.next());
        assertThat(holds(brought, 4, first)).isTrue();
        assertThat(holds(brought, 5, lost)).isFalse();
    }

    @Test
    void where_the_position_says_of_nothing_that_it_was_brought_it_does_not_look_back() throws Exception {
        Sealed first = seal("i-1", ChainHead.genesis(chain), key);
        write(first);
        writeOthers(40);
        assertThat(look(first.next(), 10, 10).lasts()).isEmpty();
    }

    @Test
    void a_chain_of_which_there_is_nothing_at_all_goes_by_the_position() throws Exception {
        Sealed first = seal("i-1", ChainHead.genesis(chain), key);
        writeOthers(40);
        Brought brought = look(first.next(), 10, 4);
        assertThat(brought.lasts()).isEmpty();
        assertThat(holds(brought, 4, first)).isTrue();
    }
}
