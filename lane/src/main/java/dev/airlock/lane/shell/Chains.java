package dev.airlock.lane.shell;

import dev.airlock.lane.model.LaneRecord.Heads;
import dev.airlock.lane.wire.LaneRecords;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.Placement;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Lane;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Where the lane's chains end, one per partition of the tokens topic, as far as the journal goes. Any thread. */
final class Chains {
    private final KeyId sealer;
    private final Map<Integer, ChainHead> heads = new ConcurrentHashMap<>();

    Chains(KeyId sealer) {
        this.sealer = sealer;
    }

    /** The partition of a session's tokens. */
    static int partitionOf(String session) {
        return Placement.of(session, Topic.TOKENS.partitions());
    }

    ChainName name(int partition) {
        return new ChainName(sealer, Lane.FAST, partition);
    }

    static Collection<Integer> partitions() {
        return IntStream.range(0, Topic.TOKENS.partitions()).boxed().toList();
    }

    /** The end of a chain; its genesis if it has no token. */
    ChainHead head(int partition) {
        return heads.getOrDefault(partition, ChainHead.genesis(name(partition)));
    }

    Optional<ChainHead> known(int partition) {
        return Optional.ofNullable(heads.get(partition));
    }

    /** A head that was found; it counts if it is ours and lies behind the one that is known. */
    void found(ChainHead head) {
        int partition = head.chain().partition();
        if (head.chain().equals(name(partition)) && (known(partition).isEmpty() || follows(head, head(partition)))) {
            heads.put(partition, head);
        }
    }

    /** The chain has a token more. */
    void advance(ChainHead next) {
        heads.put(next.chain().partition(), next);
    }

    /** Every chain goes on in a new epoch. */
    void nextEpoch() {
        heads.replaceAll((_, head) -> head.nextEpoch());
    }

    /** Whether one head is further than another of the same chain. Heads of two chains are in no order. */
    static boolean follows(ChainHead head, ChainHead than) {
        if (!head.chain().equals(than.chain())) {
            throw new IllegalArgumentException(head.chain() + " and " + than.chain() + " are two chains");
        }
        return Comparator.comparingLong(ChainHead::epoch)
                        .thenComparingLong(end -> end.next().sequence())
                        .compare(head, than)
                > 0;
    }

    /** What a file of the journal begins with. */
    byte[] preface() {
        List<String> texts = heads.values().stream().map(ChainHead::text).toList();
        return LaneRecords.write(new Heads(texts));
    }
}
