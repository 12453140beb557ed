package dev.airlock.lane.shell;

import dev.airlock.provenance.ChainHead;
import dev.airlock.schemas.keys.KeyId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the lane's chains end on the bus, as its commits say it for whoever audits: in each partition the chain that grew last, then those of former
 * keys. One thread.
 */
final class HeadMarks {
    /** A head has 250 characters at most, and Kafka keeps 4096 bytes beside an offset. */
    static final int CHAINS_MAX = 8;

    private static final Logger LOG = LoggerFactory.getLogger(HeadMarks.class);
    private static final String BETWEEN = " ";

    /** By partition; in each the one that grew last is the last. */
    private final Map<Integer, SequencedMap<KeyId, ChainHead>> heads = new HashMap<>();

    private HeadMarks() {}

    /** Those that were committed; what nobody can read is passed over. */
    static HeadMarks of(Map<Integer, String> committed) {
        var marks = new HeadMarks();
        committed.forEach((partition, text) -> marks.read(partition, text));
        return marks;
    }

    private void read(int partition, String text) {
        try {
            List<ChainHead> newestFirst =
                    Stream.of(text.split(BETWEEN)).map(ChainHead::parse).toList();
            newestFirst.reversed().forEach(this::grew);
        } catch (IllegalArgumentException e) {
            LOG.warn("partition={} its committed ends of chains are not read: {}", partition, e.getMessage());
        }
    }

    /** All of them, in any order. */
    List<ChainHead> heads() {
        return heads.values().stream()
                .flatMap(chains -> chains.values().stream())
                .toList();
    }

    /** What is to be committed with the tokens that make these heads, in the order of the tokens: for each partition that has any. */
    Map<Integer, String> after(List<ChainHead> brought) {
        Map<Integer, String> changed = new TreeMap<>();
        brought.forEach(this::grew);
        brought.forEach(
                head -> changed.put(head.chain().partition(), text(head.chain().partition())));
        return changed;
    }

    private void grew(ChainHead head) {
        SequencedMap<KeyId, ChainHead> chains =
                heads.computeIfAbsent(head.chain().partition(), _ -> new LinkedHashMap<>());
        chains.putLast(head.chain().sealer(), head);
        if (chains.size() > CHAINS_MAX) {
            chains.pollFirstEntry();
        }
    }

    private String text(int partition) {
        return new ArrayList<>(heads.get(partition).values())
                .reversed().stream().map(ChainHead::text).collect(Collectors.joining(BETWEEN));
    }
}
