package dev.airlock.snaft.shell;

import dev.airlock.road.Bus;
import dev.airlock.road.DeadLetterBox;
import dev.airlock.road.EventBox;
import dev.airlock.road.Health;
import dev.airlock.road.Inbound;
import dev.airlock.road.PostureWatch;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Whom;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.SetEvents;
import dev.airlock.schemas.wire.Signed;
import dev.airlock.snaft.decide.Circumstances;
import dev.airlock.snaft.decide.CustomRules;
import dev.airlock.snaft.decide.Screener;
import dev.airlock.snaft.decide.TrustScore;
import dev.airlock.snaft.model.Caller;
import dev.airlock.snaft.model.Facts;
import dev.airlock.snaft.shell.RuleDesk.Offered;
import dev.airlock.snaft.wire.Deeds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what operators say about rules and callers, and what tokens tell of callers. What cannot be read, is not signed by an operator or
 * is no good set becomes a dead letter, and the set before goes on to count. Of each set that comes while it follows, an event says whether it was taken.
 *
 * <p>Until all earlier sets were read, whoever asks waits, {@link #PATIENCE} from the start at most; so does who is trusted by deeds, until the
 * tokens were read. Then the strictest is taken: nobody from outside comes in without the sets, and nobody is trusted without the tokens.
 * The same holds while it is not known that what was read is all there is, see {@link Tail#TRUSTED_FOR}; then the set of before goes on to block.
 * Postures are followed from the first set on that asks for them. Any thread may ask.
 */
public final class FirewallWatch implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(FirewallWatch.class);

    private final Bus bus;
    private final KeyRing ring;
    private final Duration trustWindow;
    private final InstantSource clock;
    private final RuleDesk desk = new RuleDesk();
    private final DeadLetterBox letters;
    private final EventBox events;
    private final long patientUntil;
    private final Tail sets;
    private volatile Optional<TrustWatch> trust = Optional.empty();
    private volatile Optional<PostureWatch> postures = Optional.empty();
    private boolean closed;

    private FirewallWatch(Bus bus, KeyRing ring, Duration trustWindow, Duration patience, InstantSource clock) {
        this.bus = bus;
        this.ring = ring;
        this.trustWindow = trustWindow;
        this.clock = clock;
        this.patientUntil = System.nanoTime() + patience.toNanos();
        this.letters = new DeadLetterBox(bus, Station.SNAFT, clock);
        this.events = new EventBox(bus, Station.SNAFT);
        // Last: the first record may be read before this line is done.
        this.sets = Tail.withNews(bus, Station.SNAFT, Topic.RULES, this::read);
    }

    /**
     * Starts to follow the sets; nothing waits for the bus but those who ask.
     *
     * @param trustWindow how far back deeds count, 1 hour or more
     */
    public static FirewallWatch start(Bus bus, KeyRing ring, Duration trustWindow, InstantSource clock) {
        return start(bus, ring, trustWindow, PATIENCE, clock);
    }

    /** The same with less patience, or more. */
    static FirewallWatch start(Bus bus, KeyRing ring, Duration trustWindow, Duration patience, InstantSource clock) {
        return new FirewallWatch(bus, ring, trustWindow, patience, clock);
    }

    /** Starts to follow the tokens, if nobody has asked for somebody's trust before. */
    void followTokens() {
        var _ = trust();
    }

    private Optional<TrustWatch> trust() {
        if (trust.isEmpty()) {
            synchronized (this) {
                if (trust.isEmpty() && !closed) {
                    trust = Optional.of(new TrustWatch(bus, ring, trustWindow, clock.instant()));
                }
            }
        }
        return trust;
    }

    /** Whether who asks waits for nothing any more: patience is over, and the tokens are followed. */
    boolean atHand() {
        return patience().isZero() && trust.isPresent();
    }

    /** What a screening has to know besides the intent, as it is now. */
    Circumstances of(Facts facts) {
        try {
            boolean read = (sets.caughtUp() || sets.awaitCaughtUp(patience())) && sets.heard();
            CustomRules rules = desk.rules();
            return new Circumstances(rules, posture(rules, facts), percent(rules, facts), read);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Circumstances(desk.rules(), Optional.empty(), 0, false);
        }
    }

    /**
     * How snaft is with what it goes by: whether the sets, and the tokens where they are followed, that were read may be taken for all that there is.
     *
     * @param loop how it is but for that, which is told first
     */
    Health hearing(Health loop) {
        Health rules = loop.hearing("the operators' rules", sets.hearing());
        return trust.map(watch -> rules.hearing("the tokens behind trust", watch.hearing()))
                .orElse(rules);
    }

    private Duration patience() {
        return Duration.ofNanos(Math.max(0, patientUntil - System.nanoTime()));
    }

    private Optional<PostureLevel> posture(CustomRules rules, Facts facts) {
        return rules.asksForPosture()
                ? postures.map(watch -> watch.of(new Whom(
                                facts.caller().principal(), facts.intent().session())))
                        .filter(Effective::fresh)
                        .map(Effective::posture)
                : Optional.empty();
    }

    private int percent(CustomRules rules, Facts facts) throws InterruptedException {
        if (!(facts.caller() instanceof Caller.Known(String principal, Origin _))
                || !Deeds.count(Screener.originOf(facts))) {
            return TrustScore.UNKNOWN.percent();
        }
        if (rules.file().burned().containsKey(principal)) {
            return TrustScore.BURNED.percent();
        }
        Optional<TrustWatch> watch = trust();
        return watch.isPresent() && watch.get().awaitRead(patience())
                ? watch.get()
                        .percent(
                                principal,
                                Optional.ofNullable(rules.file().reinstated().get(principal)),
                                clock.instant())
                : 0;
    }

    private void read(Inbound record, boolean news) {
        switch (Codecs.RULE_SET.open(record.value(), ring)) {
            case Malformed<Signed<RuleSet>>(String reason) -> refuse(record, reason, news);
            case Good<Signed<RuleSet>>(Signed<RuleSet> signed) -> offer(record, signed, news);
        }
    }

    private void offer(Inbound record, Signed<RuleSet> signed, boolean news) {
        Optional<String> before = desk.loaded();
        switch (desk.offer(signed.value())) {
            case Offered.Known() -> LOG.info("rules copy={}", record);
            case Offered.Refused(String reason) -> refuse(record, reason, news);
            case Offered.Taken(CustomRules rules) -> {
                LOG.info("rules={} by={}", rules.version(), signed.holder().name());
                if (news) {
                    tellTaken(record, signed, before);
                }
                followPostures(rules);
            }
        }
    }

    private void tellTaken(Inbound record, Signed<RuleSet> signed, Optional<String> before) {
        RuleSet set = signed.value();
        var _ = events.put(SetEvents.RULES.taken(
                source(record), set.version(), signed.holder().name(), set.reason(), before, clock.instant()));
    }

    /** Only of what happens now: the past was told when it happened. A flood of forged records is as bounded in events as it is in letters. */
    private void refuse(Inbound record, String reason, boolean news) {
        if (letters.put(record, reason) && news) {
            var _ = events.put(SetEvents.RULES.refused(source(record), reason, desk.loaded(), clock.instant()));
        }
    }

    private static SetEvents.Source source(Inbound record) {
        return SetEvents.Source.of("rule_set_" + UUID.randomUUID(), record.toString(), record.value());
    }

    /** Until the postures are known, every rule of the set holds. */
    private synchronized void followPostures(CustomRules rules) {
        if (rules.asksForPosture() && postures.isEmpty() && !closed) {
            postures = Optional.of(PostureWatch.start(bus, Station.SNAFT, ring, clock, _ -> {}));
        }
    }

    /** The version of the set in force; {@code none} where there is none. */
    public String version() {
        return desk.rules().version();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        sets.close();
        trust.ifPresent(TrustWatch::close);
        postures.ifPresent(PostureWatch::close);
        letters.close();
        events.close();
    }
}
