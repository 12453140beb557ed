package dev.airlock.lane.shell;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Extent;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at the tokens topic at a start: for the last tokens of our chains, and for what is to be remembered. One thread. */
final class OnTheBus {
    /** Only the chain of a token can have this in its JSON: in a string the quotation marks would have backslashes. */
    private static final byte[] OF_THE_FAST_LANE = "\"lane\":\"fast\"".getBytes(StandardCharsets.US_ASCII);

    private final Bus bus;
    private final TokenReader reader;
    private final OwnKeys keys;
    private final OptionalLong position;
    private final Map<ChainName, Long> journaled;
    private final Map<ChainName, LastToken> lasts = new HashMap<>();

    /**
     * The topic as it is for a lane.
     *
     * @param ring what a token is verified by; what is there is there, whether or not its key counted when it was sealed
     * @param keys whose tokens are ours
     * @param position the journal's records below this number were committed; empty if nobody knows
     * @param journaled the chains of which the journal has ends, each with the number of the first
     */
    OnTheBus(Bus bus, KeyRing ring, OwnKeys keys, OptionalLong position, Map<ChainName, Long> journaled) {
        this.bus = bus;
        this.reader = new TokenReader(ring.timeless());
        this.keys = keys;
        this.position = position;
        this.journaled = Map.copyOf(journaled);
    }

    /**
     * Looks at the newest tokens of every partition; at all, where the chain's end or the position is not known otherwise. A bus that lost its
     * newest tokens may still have the position that was committed with them. So where the position says that something of a chain was brought, it
     * looks back until it finds a token of that chain, at worst at all: what is really there counts more.
     */
    Brought look(Chains chains, Memory memory, int rememberedMax) throws BusUnreachable {
        for (int partition : Chains.partitions()) {
            boolean wholly = position.isEmpty() || chains.known(partition).isEmpty();
            long back = wholly ? Long.MAX_VALUE : rememberedMax / Topic.TOKENS.partitions() + 1L;
            Deque<TokenRecord> newest = look(partition, back, rememberedMax);
            while (back < Long.MAX_VALUE && doubts(partition)) {
                boolean all = back
                        >= Extent.of(bus, Station.LANE, Topic.TOKENS)
                                .get(partition)
                                .offsets();
                back = all ? Long.MAX_VALUE : 2 * back;
                newest = look(partition, back, rememberedMax);
            }
            newest.forEach(token -> memory.recalled(token.key(), Bytes.of(Codecs.TOKEN.encode(token))));
        }
        Map<ChainName, ChainHead> heads = new HashMap<>();
        lasts.forEach((chain, last) -> last.head().ifPresent(head -> heads.put(chain, head)));
        heads.values().forEach(chains::found);
        return new Brought(heads, position);
    }

    private Deque<TokenRecord> look(int partition, long back, int rememberedMax) throws BusUnreachable {
        Deque<TokenRecord> newest = new ArrayDeque<>();
        Replay.tail(bus, Station.LANE, Topic.TOKENS, partition, back, record -> see(record, newest, rememberedMax));
        return newest;
    }

    /** Whether the position says of a chain here that something was brought, and no token of it was seen. */
    private boolean doubts(int partition) {
        return journaled.entrySet().stream()
                .filter(one -> one.getKey().partition() == partition
                        && keys.have(one.getKey().sealer()))
                .filter(one -> position.isPresent() && one.getValue() < position.getAsLong())
                .map(one -> Optional.ofNullable(lasts.get(one.getKey())).flatMap(LastToken::head))
                .anyMatch(Optional::isEmpty);
    }

    private void see(Inbound record, Deque<TokenRecord> newest, int rememberedMax) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            Optional<KeyId> key = keys.named(token).filter(_ -> isFast(token));
            key.ifPresent(sealer -> lasts.computeIfAbsent(
                            new ChainName(sealer, Lane.FAST, record.partition()), chain -> new LastToken(chain, reader))
                    .add(token));
            if (key.isPresent() && !keys.wasOthersToo(key.get(), record.appendedAt())) {
                newest.addLast(token);
                if (newest.size() > rememberedMax) {
                    newest.removeFirst();
                }
            }
        }
    }

    /** Whether a token says that it is of a fast lane's chain. */
    static boolean isFast(TokenRecord token) {
        byte[] canonical = token.canonical().toArray();
        for (int at = 0; at <= canonical.length - OF_THE_FAST_LANE.length; at++) {
            int same = 0;
            while (same < OF_THE_FAST_LANE.length && canonical[at + same] == OF_THE_FAST_LANE[same]) {
                same++;
            }
            if (same == OF_THE_FAST_LANE.length) {
                return true;
            }
        }
        return false;
    }
}
