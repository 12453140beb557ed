package dev.airlock.gateway.shell;

import dev.airlock.gateway.wire.LastHead;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.util.Optional;
import java.util.function.Consumer;

/** The gateway's own topics on the bus. */
final class RoadTopics implements OwnTopics {
    private final Bus bus;
    private final KeyRing ring;

    RoadTopics(Bus bus, KeyRing ring) {
        this.bus = bus;
        this.ring = ring;
    }

    @Override
    public void admissions(int partition, Consumer<Admission> each) throws BusUnreachable {
        Replay.partition(bus, Station.GATEWAY, Topic.ADMITTED, partition, record -> each.accept(admission(record)));
    }

    /** @throws IllegalStateException if a record cannot be read: going on could run an intent twice */
    private static Admission admission(Inbound record) {
        return switch (Codecs.ADMISSION.decode(record.value())) {
            case Good<Admission>(Admission admission) -> admission;
            case Malformed<Admission>(String reason) ->
                throw new IllegalStateException(record + " is no admission (" + reason
                        + "), and without it an intent could run twice; only the gateway may write there");
        };
    }

    @Override
    public Optional<ChainHead> lastHead(ChainName chain) throws BusUnreachable {
        var last = new LastHead(chain, ring);
        Replay.partition(bus, Station.GATEWAY, Topic.TOKENS, chain.partition(), record -> last.see(record.value()));
        return last.head();
    }
}
