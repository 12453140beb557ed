package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.provenance.ChainHead;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Extent;
import dev.airlock.road.Inbound;
import dev.airlock.road.Marks;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The topics of a bus as an audit needs them: tokens, and the heads over them, as they were at one moment, and all else as it is when it is read. So
 * whatever a token stands on is there, however long the audit takes: it was appended before the token. On one thread.
 */
public final class BusShelf implements Shelf {
    private final Bus bus;
    private final List<ChainHead> remembered;
    private final Map<Topic, Map<Integer, Extent>> fixed = new EnumMap<>(Topic.class);

    private BusShelf(Bus bus, List<ChainHead> remembered) {
        this.bus = bus;
        this.remembered = List.copyOf(remembered);
    }

    /**
     * The tokens that are there now. Ask before anything else is read that tokens are compared with: keys, policies, approvals.
     *
     * @throws BusUnreachable if the broker does not answer
     */
    public static BusShelf now(Bus bus) throws BusUnreachable {
        // In this order: what sealers have marked and the ledger has signed must be within the tokens.
        List<ChainHead> remembered = new ArrayList<>(heads(Marks.of(bus, Station.GATEWAY, Topic.SCREENED)));
        remembered.addAll(heads(Marks.of(bus, Station.EXECUTOR, Topic.ORDERS)));
        remembered.addAll(heads(Marks.ofLanes(bus)));
        var shelf = new BusShelf(bus, remembered);
        shelf.fixed.put(Topic.CHECKPOINTS, Extent.of(bus, Station.CONSOLE, Topic.CHECKPOINTS));
        shelf.fixed.put(Topic.TOKENS, Extent.of(bus, Station.CONSOLE, Topic.TOKENS));
        return shelf;
    }

    private static List<ChainHead> heads(List<String> marks) {
        List<ChainHead> heads = new ArrayList<>();
        for (String mark : marks) {
            try {
                heads.add(ChainHead.parse(mark));
            } catch (IllegalArgumentException _) {
                // of a reader that seals nothing
            }
        }
        return heads;
    }

    /** The ends of chains that their sealers had committed before that moment. */
    public List<ChainHead> remembered() {
        return remembered;
    }

    @Override
    public void each(Topic topic, int partition, Consumer<Recorded> each) throws BusUnreachable {
        long end = fixed.containsKey(topic) ? fixed.get(topic).get(partition).end() : Long.MAX_VALUE;
        Replay.upTo(bus, Station.CONSOLE, topic, partition, end, record -> each.accept(recorded(record)));
    }

    @Override
    public long offsets(Topic topic) throws BusUnreachable {
        Map<Integer, Extent> extents =
                fixed.containsKey(topic) ? fixed.get(topic) : Extent.of(bus, Station.CONSOLE, topic);
        return extents.values().stream().mapToLong(Extent::offsets).sum();
    }

    private static Recorded recorded(Inbound record) {
        return new Recorded(
                new RecordPlace(record.topic(), record.partition(), record.offset()),
                record.appendedAt(),
                Optional.of(record.key()),
                record.value());
    }
}
