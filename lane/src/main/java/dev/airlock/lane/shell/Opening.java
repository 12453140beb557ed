package dev.airlock.lane.shell;

import dev.airlock.lane.Conclusion;
import dev.airlock.lane.decide.Interrupted;
import dev.airlock.lane.journal.Claim;
import dev.airlock.lane.journal.Journal;
import dev.airlock.lane.journal.JournalBroken;
import dev.airlock.lane.journal.JournalRefused;
import dev.airlock.lane.journal.NoRoom;
import dev.airlock.lane.journal.Room;
import dev.airlock.lane.model.LaneRecord.Begin;
import dev.airlock.lane.model.Wish;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Courier;
import dev.airlock.road.Courier.Position;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.IntentKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a lane opens: the journal is read, the bus is asked what it has of it, every chain begins a new epoch, and what was interrupted gets
 * its token. Only then is anything taken.
 */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final int HEADS_BYTES_MAX = 4096;

    private final LaneConfig config;
    private final SigningKey sealer;
    private final String actor;
    private final Bus bus;
    private final KeyRing ring;
    private final InstantSource clock;
    private final Chains chains;
    private final Memory memory;

    Opening(LaneConfig config, SigningKey sealer, String actor, KeyRing ring, Bus bus, InstantSource clock) {
        this.config = config;
        this.sealer = sealer;
        this.actor = actor;
        this.bus = bus;
        this.ring = ring;
        this.clock = clock;
        this.chains = new Chains(sealer.id());
        this.memory = new Memory(config.rememberedMax(), config.freshMax(), clock);
    }

    /** What a lane works with. */
    record Opened(Journal journal, Memory memory, Scribe scribe, OpenRuns openRuns, Publisher publisher) {}

    Opened open() throws LaneRefused {
        Recovered recovered = new Recovered(chains, memory);
        try {
            Journal.Opened found = Journal.open(config.directory(), config.shape(), chains::preface, recovered);
            found.cut()
                    .ifPresent(cut -> LOG.warn(
                            "journal={} cut_at={} reason=\"{}\"; nobody was answered from there on",
                            cut.file(),
                            cut.position(),
                            cut.reason()));
            return open(found.journal(), recovered);
        } catch (JournalRefused e) {
            throw new LaneRefused(e.getMessage(), e.fix(), e);
        } catch (IllegalStateException e) {
            throw new LaneRefused(config.directory() + ": " + e.getMessage(), "airlock doctor", e);
        }
    }

    private Opened open(Journal journal, Recovered recovered) throws LaneRefused {
        Courier courier = Courier.of(bus, Station.LANE, config.node());
        try {
            Optional<Position> committed = courier.position();
            HeadMarks marks = HeadMarks.of(committed.map(Position::marks).orElse(Map.of()));
            OptionalLong position = committed
                    .filter(at -> at.journal().equals(Publisher.name(journal)))
                    .map(at -> OptionalLong.of(at.next()))
                    .orElse(OptionalLong.empty());
            OwnKeys keys = OwnKeys.of(sealer.id(), recovered.sealers(), ring);
            Brought brought = new OnTheBus(bus, ring, keys, position, recovered.firstEnds())
                    .look(chains, memory, config.rememberedMax());
            FreshOnTheBus.look(bus, keys, memory);
            // Whatever happened to the topic: what a chain had committed is behind what it says next, or the gap shows.
            marks.heads().forEach(chains::found);
            chains.nextEpoch();
            Scribe scribe = new Scribe(sealer, actor, chains, journal, clock);
            begin(journal, scribe, recovered.open());
            OpenRuns openRuns = new OpenRuns();
            return new Opened(
                    journal,
                    memory,
                    scribe,
                    openRuns,
                    new Publisher(journal, courier, openRuns, brought::holds, config.gather(), marks));
        } catch (BusUnreachable e) {
            throw closed(journal, courier, e, "start the broker");
        } catch (NoRoom | JournalBroken e) {
            throw closed(journal, courier, e, "make room there, or mend the disk");
        }
    }

    private static LaneRefused closed(Journal journal, Courier courier, Exception cause, String fix) {
        courier.close();
        journal.close();
        return new LaneRefused(cause.getMessage(), fix, cause);
    }

    private void begin(Journal journal, Scribe scribe, Map<Long, Begin> interrupted) throws NoRoom, JournalBroken {
        long last;
        try (Room room = journal.reserve(Claim.BRIEF, HEADS_BYTES_MAX, 1)) {
            last = journal.append(room, chains.preface(), _ -> {});
        }
        for (Map.Entry<Long, Begin> one : interrupted.entrySet()) {
            Begun begun = one.getValue().begun();
            LOG.warn("intent={} interrupted; it gets its token now", begun.key().text());
            Wish wish = one.getValue().wish();
            try (Room room = journal.reserve(
                    Claim.BRIEF, Lane.BEGIN_BYTES_MAX + Scribe.TOKEN_BYTES_MAX + Scribe.TRACE_BYTES_MAX, 1)) {
                Scribe.Written written = scribe.write(
                        interruption(begun),
                        new Scribe.Occasion(
                                OptionalLong.of(one.getKey()),
                                Optional.of(wish),
                                one.getValue().told(),
                                one.getValue().trace()),
                        room);
                memory.recovered(wish, written.record());
                last = written.sequence();
            }
        }
        journal.sync(last);
    }

    private static Conclusion interruption(Begun begun) {
        return new Conclusion() {
            @Override
            public IntentKey key() {
                return begun.key();
            }

            @Override
            public UnsealedToken token(Seal seal) {
                return Interrupted.token(begun, seal.id(), seal.actor(), seal.now());
            }
        };
    }
}
