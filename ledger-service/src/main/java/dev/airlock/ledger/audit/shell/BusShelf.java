package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Extent;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.function.Consumer;

/** The topics of a bus. */
final class BusShelf implements Shelf {
    private final Bus bus;

    BusShelf(Bus bus) {
        this.bus = bus;
    }

    @Override
    public void each(Topic topic, int partition, Consumer<Recorded> each) throws BusUnreachable {
        Replay.partition(bus, Station.CONSOLE, topic, partition, record -> each.accept(recorded(record)));
    }

    @Override
    public long offsets(Topic topic) throws BusUnreachable {
        return Extent.of(bus, Station.CONSOLE, topic).values().stream()
                .mapToLong(Extent::offsets)
                .sum();
    }

    private static Recorded recorded(Inbound record) {
        return new Recorded(
                new RecordPlace(record.topic(), record.partition(), record.offset()),
                record.appendedAt(),
                record.value());
    }
}
