package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import dev.airlock.schemas.wire.Spoken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose word an intent or a cancel is: the key directory's word, and behind it the operators' words on principals, followed live; and which delegations
 * were taken back. The topic is
 * followed from the first key on that is not of the directory, so that who has no principals pays nothing for them. Until all that it held has been
 * read, and whenever the bus has been silent for too long, such keys speak for nobody: a revocation might be what was not heard. Any thread may ask;
 * the first one to ask waits.
 */
public final class PrincipalWatch implements CallerKeys, AutoCloseable {
    /** How long those who ask first wait, at most, for the topic to be read. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(PrincipalWatch.class);

    private final Bus bus;
    private final Station station;
    private final KeyRing directory;
    private final InstantSource clock;
    private final AtomicReference<Principals> principals;
    private final LongAdder counted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private Optional<Following> following = Optional.empty();
    private boolean closed;

    /** @param patientUntilNanos until when who asks may wait */
    private record Following(Tail tail, DeadLetterBox letters, long patientUntilNanos) {}

    /**
     * Nothing is read yet.
     *
     * @param station who reads; it writes the dead letters, if it is their keeper
     * @param directory whose operators' words count, and whose keys are no principal's
     */
    public PrincipalWatch(Bus bus, Station station, KeyRing directory, InstantSource clock) {
        Undeclared.unlessReads(station, Topic.PRINCIPALS);
        this.bus = bus;
        this.station = station;
        this.directory = directory;
        this.clock = clock;
        this.principals = new AtomicReference<>(Principals.none(directory.ids()));
    }

    @Override
    public Standing of(KeyId key) {
        Standing own = directory.of(key);
        return own instanceof Standing.Stranger ? principal(key) : own;
    }

    private Standing principal(KeyId key) {
        Optional<Following> now = following();
        if (now.isEmpty()) {
            return new Standing.Barred("who has " + key + " is not asked any more: this service ends");
        }
        if (!read(now.get())) {
            return new Standing.Barred(
                    "who has " + key + " cannot be known: the bus has not told of the principals yet, or not lately");
        }
        return switch (principals.get().standing(key, clock.instant())) {
            case Standing.Speaks(Speaker speaker, VerifyingKey its) -> new Standing.Speaks(speaker, its.remembering());
            case Standing.Barred barred -> barred;
            case Standing.Stranger stranger -> stranger;
        };
    }

    @Override
    public Optional<String> takenBack(String delegation, Set<KeyId> issuers) {
        return following().filter(PrincipalWatch::read).isPresent()
                ? principals.get().takenBack(delegation, issuers)
                : Optional.of(
                        "whether it was taken back cannot be known: the bus has not told of it yet, or not lately");
    }

    private static boolean read(Following now) {
        try {
            long left = Math.max(0, now.patientUntilNanos() - System.nanoTime());
            return now.tail().awaitCaughtUp(Duration.ofNanos(left))
                    && now.tail().heard();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether what was read may be taken for all that there is; running as well while nobody has asked for a principal. */
    public synchronized Health hearing() {
        return following.map(now -> now.tail().hearing()).orElseGet(Health.Running::new);
    }

    private synchronized Optional<Following> following() {
        if (following.isEmpty() && !closed) {
            following = Optional.of(new Following(
                    Tail.fromBeginning(bus, station, Topic.PRINCIPALS, this::read),
                    new DeadLetterBox(bus, station, clock),
                    System.nanoTime() + PATIENCE.toNanos()));
        }
        return following;
    }

    private void read(Inbound record) {
        switch (PrincipalWord.read(record.value(), directory, principals.get())) {
            case Malformed<PrincipalWord>(String reason) -> refuse(record, reason);
            case Good<PrincipalWord>(PrincipalWord word) -> take(record, word);
        }
    }

    private void take(Inbound record, PrincipalWord word) {
        switch (word.after(principals.get())) {
            case Principals.Reading.Kept(Principals now) -> {
                principals.set(now);
                counted.increment();
                tell(word);
            }
            case Principals.Reading.Refused(String reason) -> refuse(record, reason);
        }
    }

    private static void tell(PrincipalWord word) {
        switch (word) {
            case PrincipalWord.OnKey(Signed<Principal> signed) -> {
                Principal said = signed.value();
                LOG.info(
                        "principal={} key={} origin={} epoch={} min_epoch={} revoked_at={}",
                        said.identity(),
                        said.keyId(),
                        said.origin(),
                        said.epoch(),
                        said.minEpoch(),
                        said.revokedAt().map(Object::toString).orElse("-"));
            }
            case PrincipalWord.OnDelegation(Spoken<Revocation> spoken, boolean operator) ->
                LOG.info(
                        "delegation={} taken_back_by={} operator={}",
                        spoken.value().hash(),
                        spoken.keyId(),
                        operator);
        }
    }

    /** All who follow find the same fault; one of them keeps the record. */
    private void refuse(Inbound record, String reason) {
        refused.increment();
        LOG.warn("principal record={} changes nothing: {}", record, reason);
        if (station == Station.SNAFT) {
            following().ifPresent(now -> now.letters().put(record, reason));
        }
    }

    /** How many words it has read that count. */
    public long counted() {
        return counted.sum();
    }

    /** How many it has read that change nothing. */
    public long refused() {
        return refused.sum();
    }

    @Override
    public void close() {
        Optional<Following> ended;
        synchronized (this) {
            closed = true;
            ended = following;
            following = Optional.empty();
        }
        ended.ifPresent(now -> {
            now.tail().close();
            now.letters().close();
        });
    }
}
