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
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The gateway's own topics on the bus. Where a chain ends is looked for in a poll, and a member whose poll takes too long loses its partitions; then it
 * gets them again. So what was read of the tokens is remembered for each chain, and the next reading goes on from there. For the hop's thread.
 */
final class RoadTopics implements OwnTopics {
    private final Bus bus;
    private final KeyRing ring;
    private final Tokens tokens;
    private final Map<ChainName, Scan> scans = new HashMap<>();

    /** The tokens of all partitions. */
    interface Tokens {
        /** Hands on what the broker took at {@code from} or later, oldest first. */
        void since(int partition, Instant from, Consumer<Inbound> each) throws BusUnreachable;
    }

    RoadTopics(Bus bus, KeyRing ring) {
        this(
                bus,
                ring,
                (partition, from, each) -> Replay.since(bus, Station.GATEWAY, Topic.TOKENS, partition, from, each));
    }

    RoadTopics(Bus bus, KeyRing ring, Tokens tokens) {
        this.bus = bus;
        this.ring = ring;
        this.tokens = tokens;
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
        Scan scan = scans.computeIfAbsent(chain, _ -> new Scan(new LastHead(chain, ring), counts(chain)));
        tokens.since(chain.partition(), scan.from, scan::see);
        return scan.last.head();
    }

    /** From when on a sealer's tokens may be there; the broker's clock may be behind the one by which the key was made. */
    private Instant counts(ChainName chain) {
        return ring.term(chain.sealer()).orElse(KeyTerm.ALWAYS).from().minus(KeyTerm.LATE_MAX);
    }

    /** A reading of the tokens, which may be broken off and gone on with. */
    private static final class Scan {
        private final LastHead last;
        /** When the broker took the last one that was read; whatever was not read is behind that one. */
        private Instant from;

        Scan(LastHead last, Instant from) {
            this.last = last;
            this.from = from;
        }

        void see(Inbound record) {
            from = record.appendedAt();
            last.see(record.value());
        }
    }
}
