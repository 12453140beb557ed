package dev.airlock.lane.shell;

import dev.airlock.lane.journal.Entry;
import dev.airlock.lane.model.LaneRecord.End;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tokens topic holds of our chains at a start: their last tokens, and what is to be remembered. */
final class OnTheBus {
    private static final Logger LOG = LoggerFactory.getLogger(OnTheBus.class);
    /** Only the chain of a token can have this in its JSON: in a string the quotation marks would have backslashes. */
    private static final byte[] OF_THE_FAST_LANE = "\"lane\":\"fast\"".getBytes(StandardCharsets.US_ASCII);

    private final Bus bus;
    private final TokenReader reader;
    private final Map<Integer, ChainHead> lasts = new HashMap<>();
    private OptionalLong position = OptionalLong.empty();

    OnTheBus(Bus bus, TokenReader reader) {
        this.bus = bus;
        this.reader = reader;
    }

    /** The journal's records below this number were committed. */
    void committed(long next) {
        position = OptionalLong.of(next);
    }

    /** Looks at the newest tokens of every partition; at all, where the chain's end or the position is not known otherwise. */
    void look(Chains chains, Memory memory, int rememberedMax) throws BusUnreachable {
        for (int partition : Chains.partitions()) {
            boolean wholly = position.isEmpty() || chains.known(partition).isEmpty();
            long back = wholly ? Long.MAX_VALUE : rememberedMax / Topic.TOKENS.partitions() + 1L;
            Deque<TokenRecord> ours = new ArrayDeque<>();
            Replay.tail(
                    bus,
                    Station.LANE,
                    Topic.TOKENS,
                    partition,
                    back,
                    record -> see(record, chains, ours, rememberedMax));
            ours.forEach(token -> memory.recalled(token.key(), Bytes.of(Codecs.TOKEN.encode(token))));
            last(ours, chains).ifPresent(head -> {
                lasts.put(partition, head);
                chains.found(head);
            });
        }
    }

    private static void see(Inbound record, Chains chains, Deque<TokenRecord> ours, int rememberedMax) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)
                && token.keyId().equals(chains.name(record.partition()).sealer().value())
                && holds(token.canonical().toArray())) {
            ours.addLast(token);
            if (ours.size() > rememberedMax) {
                ours.removeFirst();
            }
        }
    }

    private static boolean holds(byte[] canonical) {
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

    /** Behind the newest that is really ours. */
    private Optional<ChainHead> last(Deque<TokenRecord> ours, Chains chains) {
        Optional<ChainHead> last = Optional.empty();
        for (var newestFirst = ours.descendingIterator(); newestFirst.hasNext() && last.isEmpty(); ) {
            TokenRecord record = newestFirst.next();
            try {
                ChainHead head = ChainHead.after(reader.read(record));
                last = Optional.of(head).filter(one -> one.chain()
                        .equals(chains.name(one.chain().partition())));
            } catch (TokenRejected e) {
                LOG.warn("token id={} in our name passed_over=\"{}\"", record.tokenId(), e.getMessage());
            }
        }
        return last;
    }

    /** Whether an end from before this process is on the bus. What the topic holds counts more than the position. */
    boolean holds(Entry entry, End end) {
        ChainHead head = ChainHead.parse(end.head());
        ChainHead last = lasts.get(head.chain().partition());
        return last == null
                ? position.isPresent() && entry.sequence() < position.getAsLong()
                : !Chains.follows(head, last);
    }
}
