package dev.airlock.lane.shell;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.Conclusion;
import dev.airlock.lane.Decides.Decision;
import dev.airlock.lane.FastLane;
import dev.airlock.lane.journal.Claim;
import dev.airlock.lane.journal.JournalBroken;
import dev.airlock.lane.journal.NoRoom;
import dev.airlock.lane.journal.Room;
import dev.airlock.lane.model.LaneRecord.Begin;
import dev.airlock.lane.model.Parcel;
import dev.airlock.lane.model.Wish;
import dev.airlock.lane.shell.Memory.Entered;
import dev.airlock.lane.shell.Memory.Place;
import dev.airlock.lane.wire.LaneRecords;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.token.TokenType;
import dev.airlock.road.Bus;
import dev.airlock.road.LogTrace;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.routes.LaneTable;
import dev.airlock.schemas.wire.Intents;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fast lane of a node: from an intent to its token on the disk, in this process. */
public final class Lane implements FastLane, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    /** The beginning of a run in the journal: its names and hashes, and two events of its admission. */
    static final int BEGIN_BYTES_MAX = 24 << 10;

    private final LaneConfig config;
    private final Entrance entrance;
    private final Houses houses;
    private final Opening.Opened parts;
    private final Recall recall;
    private final InstantSource clock;
    private final Timing timing;
    private final Traffic traffic;
    private final Clerks clerks = new Clerks(Clerks.END);

    private Lane(
            LaneConfig config, Houses houses, Opening.Opened parts, KeyRing ring, InstantSource clock, Timing timing) {
        this.config = config;
        this.entrance = Entrance.fast(config.node());
        this.houses = houses;
        this.parts = parts;
        this.recall = new Recall(new TokenReader(ring));
        this.clock = clock;
        this.timing = timing;
        this.traffic = new Traffic(config.waitingMax());
    }

    /**
     * Opens the lane. When this returns, every run that an earlier process did not end has its token on the disk, and what is there goes
     * to the bus.
     *
     * @param sealer seals every token of the lane; no other lane may have it
     * @throws LaneRefused if the journal is in use, damaged or without room, or the bus cannot be asked
     */
    public static Lane open(
            LaneConfig config,
            Houses houses,
            SigningKey sealer,
            KeyRing ring,
            Bus bus,
            InstantSource clock,
            Timing timing)
            throws LaneRefused {
        Opening.Opened parts = new Opening(config, sealer, houses.executor().actor(), ring, bus, clock).open();
        parts.publisher().start();
        LOG.info("lane=open node={} journal={}", config.node(), config.directory());
        return new Lane(config, houses, parts, ring, clock, timing);
    }

    @Override
    public Entrance entrance() {
        return entrance;
    }

    @Override
    public boolean atHand() {
        return houses.snaft().atHand() && houses.gateway().atHand();
    }

    @Override
    public CompletionStage<Said> take(Intents.Opened intent, Bytes record, Attendance attendance) {
        Wish wish = wish(intent);
        return switch (parts.memory().enter(wish, intent.intent().createdAt(), intent.caller(), attendance)) {
            case Entered.First(Place place) -> {
                seeThrough(place, intent, record);
                yield place.said();
            }
            case Entered.Again(Place place) -> {
                attendance.waitsForAnothers();
                yield place.said();
            }
            case Entered.Known(Ended before) ->
                clerks.verify(() -> recall.answer(before, wish, intent))
                        .exceptionally(defect -> defect(wish.key().text(), defect));
            case Entered.Taken() -> CompletableFuture.completedStage(new Said.Taken());
            case Entered.Refused(Refusal refusal) -> CompletableFuture.completedStage(new Said.Busy(refusal));
        };
    }

    private static Wish wish(Intents.Opened opened) {
        return new Wish(opened.intent().key(), opened.sender(), opened.intent().intent(), opened.contentHash());
    }

    @Override
    public Cancelled cancel(IntentKey key, Canceller by) {
        Optional<Place> place = parts.memory().underWay(key);
        if (place.isPresent() && !mayCancel(place.get(), by)) {
            return Cancelled.NOT_YOURS;
        }
        if (place.isPresent() && callOff(place.get(), by)) {
            return Cancelled.ASKED;
        }
        return parts.memory().hasEnded(key) ? Cancelled.ENDED : Cancelled.UNKNOWN;
    }

    @Override
    public Meant cancel(String id, Canceller by) {
        List<Place> meant = parts.memory().underWay(id).stream()
                .filter(place -> mayCancel(place, by))
                .toList();
        if (meant.size() > 1) {
            return new Meant(Cancelled.SEVERAL, Optional.empty());
        }
        return meant.stream()
                .filter(place -> callOff(place, by))
                .findFirst()
                .map(place ->
                        new Meant(Cancelled.ASKED, Optional.of(place.wish().key())))
                .orElse(new Meant(Cancelled.UNKNOWN, Optional.empty()));
    }

    /** Whether it came in time. */
    private boolean callOff(Place place, Canceller by) {
        String who =
                switch (by) {
                    case Canceller.Principal(Speaker speaker, KeyId _) -> speaker.name();
                    case Canceller.Sender _ -> "the connection that sent it";
                };
        return place.withdrawal()
                .withdraw(() -> houses.executor().callOff(place.wish().key(), who));
    }

    private static boolean mayCancel(Place place, Canceller by) {
        return switch (by) {
            case Canceller.Sender(Attendance attendance) -> place.attendance().equals(attendance);
            case Canceller.Principal(Speaker speaker, KeyId key) ->
                speaker.origin() == Origin.OPERATOR
                        || (place.caller() instanceof Intents.Caller.Known(Speaker _, KeyId sender)
                                && sender.equals(key));
        };
    }

    private void seeThrough(Place place, Intents.Opened intent, Bytes record) {
        try {
            Optional<Refusal> closed = traffic.closed();
            if (closed.isPresent()) {
                settle(place, new Said.Busy(closed.get()));
                return;
            }
            decide(place, intent, record);
        } catch (RuntimeException | Error e) { // an Error, too, is the end of one intent and not of who waits for it
            settle(place, defect(place.wish().key().text(), e));
        }
    }

    private void decide(Place place, Intents.Opened intent, Bytes record) {
        try (LogTrace _ = LogTrace.of(place.trace())) {
            decided(place, intent, record);
        }
    }

    private void decided(Place place, Intents.Opened intent, Bytes record) {
        long began = System.nanoTime();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Screening screening = houses.snaft().screen(intent, record, entrance, now);
        long screened = took(Stage.SCREEN, began);
        Decision decision = houses.gateway().decide(screening, now);
        long decided = took(Stage.DECIDE, screened);
        switch (decision) {
            case Decision.Refuse(Conclusion conclusion) ->
                clerks.seal(() -> refused(conclusion, place))
                        .whenComplete((said, defect) -> settle(place, saidOr(place, said, defect)));
            case Decision.Admit admitted -> onSlot(place, intent, admitted, decided);
        }
    }

    private CompletionStage<Said> refused(Conclusion conclusion, Place place) {
        try (LogTrace _ = LogTrace.of(place.trace())) {
            return conclude(conclusion, Optional.of(place.wish()), place.trace());
        }
    }

    private void onSlot(Place place, Intents.Opened intent, Decision.Admit admitted, long decided) {
        Order order = admitted.order();
        Optional<Refusal> full =
                traffic.enter(LaneTable.row(order.intent(), order.origin()).priority());
        if (full.isPresent()) {
            settle(place, admitted, new Said.Busy(full.get()));
            return;
        }
        CompletionStage<CompletionStage<Said>> handed;
        try {
            handed = houses.executor().onSlot(order, () -> {
                took(Stage.SLOT, decided);
                try (LogTrace _ = LogTrace.of(place.trace())) {
                    return run(place, intent, admitted);
                }
            });
        } catch (RejectedExecutionException e) {
            traffic.leave();
            settle(place, admitted, new Said.Busy(Traffic.draining()));
            return;
        } catch (RuntimeException | Error e) {
            traffic.leave();
            settle(place, admitted, defect(place.wish().key().text(), e));
            return;
        }
        try {
            handed.thenCompose(Function.identity()).whenComplete((said, defect) -> {
                traffic.leave();
                settle(place, admitted, saidOr(place, said, defect));
            });
        } catch (RuntimeException | Error e) { // it runs, unheard: its name stays taken, so that it runs once
            traffic.leave();
            place.said().complete(defect(place.wish().key().text(), e));
        }
    }

    /** What was admitted and not begun gives back what it used up, before anybody hears of it and comes again. */
    private void settle(Place place, Decision.Admit admitted, Said said) {
        if (!place.begun().get()) {
            houses.gateway().undone(admitted.order());
        }
        settle(place, said);
    }

    /** On a slot's thread, which need not wait for the disk: nothing is begun without room for its end. */
    private CompletionStage<Said> run(Place place, Intents.Opened intent, Decision.Admit admitted) {
        long started = System.nanoTime();
        List<Parcel> told = admitted.events().stream().map(Scribe::parcel).toList();
        int bytes = runBytes(houses.executor().leftBytesMax(admitted.order(), intent));
        try (Room room = parts.journal().reserve(claim(place, admitted.order()), bytes, 2)) {
            byte[] begin = LaneRecords.write(new Begin(Beginnings.of(admitted), place.wish(), told, place.trace()));
            place.begun().set(true);
            long begun = parts.journal().append(room, begin, parts.openRuns()::began);
            long ready = took(Stage.BEGIN, started);
            Conclusion conclusion = houses.executor().run(admitted.order(), intent, entrance, place.attendance());
            took(Stage.RUN, ready);
            return journaled(
                    conclusion,
                    new Scribe.Occasion(OptionalLong.of(begun), Optional.of(place.wish()), told, place.trace()),
                    room);
        } catch (NoRoom e) {
            return CompletableFuture.completedStage(new Said.Busy(Traffic.noRoom(e)));
        } catch (JournalBroken e) {
            return CompletableFuture.completedStage(silent(e));
        }
    }

    /** What a run's two records take at most, beside {@code leftBytes} of what it leaves. */
    static int runBytes(int leftBytes) {
        return 2 * (BEGIN_BYTES_MAX + Scribe.TRACE_BYTES_MAX) + Scribe.TOKEN_BYTES_MAX + leftBytes;
    }

    /** What was called off by now is not run, and its token is brief. */
    private static Claim claim(Place place, Order order) {
        if (place.withdrawal().withdrawn()) {
            return Claim.BRIEF;
        }
        return order.origin() == Origin.OPERATOR ? Claim.PREFERRED : Claim.USUAL;
    }

    @Override
    public CompletionStage<Said> conclude(Conclusion conclusion) {
        return clerks.seal(() -> conclude(conclusion, Optional.empty(), Optional.empty()))
                .exceptionally(defect -> defect(conclusion.key().text(), defect));
    }

    private CompletionStage<Said> conclude(Conclusion conclusion, Optional<Wish> wish, Optional<TraceContext> trace) {
        try (Room room = parts.journal().reserve(Claim.BRIEF, Scribe.TOKEN_BYTES_MAX + Scribe.TRACE_BYTES_MAX, 1)) {
            return journaled(conclusion, new Scribe.Occasion(OptionalLong.empty(), wish, List.of(), trace), room);
        } catch (NoRoom e) {
            return CompletableFuture.completedStage(wish.isPresent() ? new Said.Busy(Traffic.noRoom(e)) : silent(e));
        } catch (JournalBroken e) {
            return CompletableFuture.completedStage(silent(e));
        }
    }

    /** Seals and writes; it is said when it is on the disk. */
    private CompletionStage<Said> journaled(Conclusion conclusion, Scribe.Occasion occasion, Room room)
            throws JournalBroken {
        long started = System.nanoTime();
        Scribe.Written written = parts.scribe().write(conclusion, occasion, room);
        long sealed = took(Stage.SEAL, started);
        var said = new CompletableFuture<Said>();
        parts.journal().whenDurable(written.sequence(), broken -> {
            try {
                took(Stage.JOURNAL, sealed);
                said.complete(broken.isPresent() ? silent(broken.get()) : durable(written, occasion));
            } catch (RuntimeException | Error e) {
                said.completeExceptionally(e);
            }
        });
        return said;
    }

    private Said durable(Scribe.Written written, Scribe.Occasion occasion) {
        parts.openRuns().ended(occasion.begin());
        occasion.wish().ifPresent(one -> parts.memory().ended(one, written.record()));
        if (TokenType.INCIDENT_KILL.name().equals(written.token().tokenType())) {
            parts.publisher().urge();
        } else {
            parts.publisher().nudge();
        }
        return written.said();
    }

    /** A cancel of it goes before its name is free again: it is nobody's who comes later. */
    private void settle(Place place, Said said) {
        try {
            place.withdrawal()
                    .close(() -> houses.executor().forgetCallOffs(place.wish().key()));
            switch (said) {
                case Said.Journaled _ -> {}
                case Said.Silent _
                when place.begun().get() -> {} // copies hear the same, until the next start gives it a token
                case Said.Taken _, Said.Busy _, Said.Silent _ -> parts.memory().forgotten(place.wish());
            }
        } finally {
            place.said().complete(said);
        }
    }

    private static Said silent(Exception cause) {
        LOG.error("lane=silent reason=\"{}\"", cause.getMessage());
        return new Said.Silent(cause.getMessage());
    }

    private static Said saidOr(Place place, Said said, Throwable defect) {
        return defect == null ? said : defect(place.wish().key().text(), defect);
    }

    private static Said defect(String intent, Throwable defect) {
        Throwable own = defect instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : defect;
        LOG.error("intent={} defect", intent, own);
        return new Said.Silent("a defect of the lane: " + own);
    }

    private long took(Stage stage, long since) {
        long now = System.nanoTime();
        timing.took(stage, now - since);
        return now;
    }

    /** How often the disk was asked to sync. */
    public long syncs() {
        return parts.journal().syncs();
    }

    /** Takes nothing more, lets runs end for the time of the drain, brings what is journaled to the bus, and lets go. Within 20 s. */
    @Override
    public void close() {
        traffic.drain(config.drain());
        clerks.close();
        parts.publisher().close();
        parts.journal().close();
        LOG.info("lane=closed node={}", config.node());
    }
}
