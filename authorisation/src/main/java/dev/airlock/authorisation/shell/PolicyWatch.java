package dev.airlock.authorisation.shell;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.decide.Rescue;
import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.shell.PolicyDesk.Offered;
import dev.airlock.road.Bus;
import dev.airlock.road.DeadLetterBox;
import dev.airlock.road.EventBox;
import dev.airlock.road.Health;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.PolicySet;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.SetEvents;
import dev.airlock.schemas.wire.Signed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the sets of policies, and answers by the one that counts. What cannot be read, is not signed by an operator or is no good set becomes a
 * dead letter and an event, and the set before goes on to count. While it is not known that what was read is all there is, see
 * {@link Tail#TRUSTED_FOR}, it denies as before and allows local callers and operators only: a stricter set may be what was not heard. Any thread may
 * ask.
 */
public final class PolicyWatch implements Authorises, AutoCloseable {
    /** How long one who asks waits, at most, for the engine and for the first reading of the topic. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String STALE = "the sets of policies were not heard lately; look whether the bus answers";
    private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);

    private final KeyRing ring;
    private final InstantSource clock;
    private final PolicyDesk desk;
    private final DeadLetterBox letters;
    private final EventBox events;
    private final Tail tail;
    private final Thread opening;

    private PolicyWatch(Bus bus, Station station, KeyRing ring, InstantSource clock, EngineStart start) {
        this.ring = ring;
        this.clock = clock;
        this.desk = new PolicyDesk(start, PATIENCE);
        this.letters = new DeadLetterBox(bus, station, clock);
        this.events = new EventBox(bus, station);
        // Last but for the thread that waits for it: the first record may be read before this line is done.
        this.tail = Tail.withNews(bus, station, Topic.POLICIES, this::read);
        this.opening = Thread.ofVirtual().name("policies-open").start(this::open);
    }

    /** Starts to follow; nothing waits for the bus or the engine but those who ask. */
    public static PolicyWatch start(Bus bus, Station station, KeyRing ring, InstantSource clock, EngineStart start) {
        return new PolicyWatch(bus, station, ring, clock, start);
    }

    @Override
    public boolean atHand() {
        return desk.atHand();
    }

    @Override
    public Authorisation on(Ask ask) {
        Authorisation byKnown = desk.on(ask);
        return tail.heard() ? byKnown : Rescue.stale(byKnown, ask, STALE);
    }

    /** Whether the sets that were read may be taken for all that there is. */
    public Health hearing() {
        return tail.hearing();
    }

    /** The version of the set that counts; empty while none does. */
    public Optional<String> version() {
        return desk.version();
    }

    /** Sets of the past are read before anybody is answered by the release's own. */
    private void open() {
        try {
            while (!tail.awaitCaughtUp(PATIENCE)) {
                LOG.warn("policies=\"not read yet\" tail={}", tail.health());
            }
            desk.open();
            LOG.info("policies={}", desk.version().orElse("none"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Inbound record, boolean news) {
        switch (Codecs.POLICY_SET.open(record.value(), ring)) {
            case Malformed<Signed<PolicySet>>(String reason) -> refuse(record, reason, news);
            case Good<Signed<PolicySet>>(Signed<PolicySet> signed) -> offer(record, signed, news);
        }
    }

    private void offer(Inbound record, Signed<PolicySet> signed, boolean news) {
        try {
            Optional<String> before = desk.loaded();
            switch (desk.offer(signed.value())) {
                case Offered.Known() -> LOG.info("policies copy={}", record);
                case Offered.Refused(String reason) -> refuse(record, reason, news);
                case Offered.Taken(String version) -> {
                    LOG.info("policies={} by={}", version, signed.holder().name());
                    if (news) {
                        tellTaken(record, signed, before);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellTaken(Inbound record, Signed<PolicySet> signed, Optional<String> before) {
        PolicySet set = signed.value();
        var _ = events.put(SetEvents.POLICIES.taken(
                source(record), set.version(), signed.holder().name(), set.reason(), before, clock.instant()));
    }

    /** Only of what happens now: the past was told when it happened. A flood of forged records is as bounded in events as it is in letters. */
    private void refuse(Inbound record, String reason, boolean news) {
        if (letters.put(record, reason) && news) {
            var _ = events.put(SetEvents.POLICIES.refused(source(record), reason, desk.loaded(), clock.instant()));
        }
    }

    private static SetEvents.Source source(Inbound record) {
        return SetEvents.Source.of("policy_set_" + UUID.randomUUID(), record.toString(), record.value());
    }

    @Override
    public void close() {
        opening.interrupt();
        tail.close();
        letters.close();
        events.close();
    }
}
