package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.decide.PostureRows.Stretch;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.posture.Whom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Every posture that policy has recorded, and for how long each was vouched for as far as leases are still held. What held when follows from when the
 * broker took a record: policy's own word for that is as good as its key. Fed by one thread in the order of the topics, then sealed; from then on asked by
 * any number. Memory: one {@link PostureView}, of at most {@link Scope#GUARDED_MAX} scopes; what grows with the
 * postures is where the {@link PostureRows} have it.
 */
public final class PostureHistory {
    /** How long somebody may still know a posture that was replaced: a lease, and what a broker's clock and a reader's may differ by. */
    public static final Duration KNOWN_FOR = PostureView.LEASE_MAX.plus(TimeCheck.TOLERANCE);

    /** How many views of a reader are tried for one decision; policy records one posture after another, so far fewer in the time of a lease. */
    static final int VIEWS_MAX = 10_000;

    private final PostureRows rows;
    private Instant newest = Instant.MIN;
    private Optional<Instant> firstLease = Optional.empty();
    private Optional<Instant> lastLease = Optional.empty();
    private PostureView view = PostureView.unknown();
    /** From this number on a reader guards more than he may, for ever: these. */
    private OptionalLong tooManyFrom = OptionalLong.empty();

    private Map<String, Posture> tooMany = Map.of();

    /** An empty one. */
    public PostureHistory(PostureRows rows) {
        this.rows = rows;
    }

    /**
     * The next record of the topic of postures; one that is not newer than the last changes nothing, as for every reader.
     *
     * @param appended when the broker took it
     */
    public void replay(Posture said, Instant appended) {
        if (said.sequence() <= view.newest()) {
            return;
        }
        Posture posture = withoutWarnings(said);
        view = view.replay(posture);
        if (tooManyFrom.isEmpty() && view.guarded().size() > Scope.GUARDED_MAX) {
            tooManyFrom = OptionalLong.of(rows.size());
            tooMany = view.guarded();
        }
        newest = later(newest, appended);
        rows.add(new PostureRows.Row(posture, newest));
    }

    /** A posture may have any number of them, each as long as a record may be, and nobody asks for them here. */
    private static Posture withoutWarnings(Posture posture) {
        return new Posture(
                posture.postureId(),
                posture.scope(),
                posture.sequence(),
                posture.posture(),
                posture.switches(),
                posture.cause(),
                posture.runtimeMode(),
                posture.externalAiInbound(),
                posture.executionPolicy(),
                posture.verdictId(),
                posture.emitter(),
                posture.reason(),
                posture.previousRuntimeMode(),
                List.of(),
                posture.decidedAt());
    }

    /**
     * The next lease. As for every reader it counts no longer than a lease can, from when it was there to be read.
     *
     * @param appended when the broker took it
     */
    public void replay(Lease lease, Instant appended) {
        firstLease = firstLease.or(() -> Optional.of(appended));
        lastLease = Optional.of(lastLease.map(last -> later(last, appended)).orElse(appended));
        Instant most = appended.plus(PostureView.LEASE_MAX);
        Instant until = lease.validUntil().isBefore(most) ? lease.validUntil() : most;
        if (until.isAfter(appended)) {
            rows.vouched(lease.postureId(), new Stretch(appended, until));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** There are no more; nothing may be asked before. */
    public void seal() {
        rows.seal();
    }

    /** The posture of this id; empty if policy has recorded none. */
    public Optional<Posture> of(String postureId) {
        return posture(rows.numberOf(postureId));
    }

    private Optional<Posture> posture(OptionalLong number) {
        return number.isEmpty()
                ? Optional.empty()
                : Optional.of(rows.at(number.getAsLong()).posture());
    }

    /** When this posture was recorded; empty if it never was. */
    public Optional<Instant> recorded(String postureId) {
        return recorded(rows.numberOf(postureId));
    }

    private Optional<Instant> recorded(OptionalLong number) {
        return number.isEmpty()
                ? Optional.empty()
                : Optional.of(rows.at(number.getAsLong()).recorded());
    }

    /** When another posture of its scope was recorded; empty while none was. */
    public Optional<Instant> replaced(String postureId) {
        OptionalLong number = rows.numberOf(postureId);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Posture posture = rows.at(number.getAsLong()).posture();
        return recorded(rows.next(posture.scope(), number.getAsLong()));
    }

    /**
     * Whether somebody vouched for the fleet's posture of this id at any moment between two times, give or take a clock's difference.
     *
     * @return empty where the leases of that time are not held any more, or not yet
     */
    public Optional<Boolean> vouched(String postureId, Instant from, Instant to) {
        boolean held = firstLease.filter(first -> first.isBefore(from)).isPresent()
                && lastLease.filter(last -> last.isAfter(to)).isPresent();
        if (!held) {
            return Optional.empty();
        }
        return Optional.of(rows.stretch(postureId, to.plus(TimeCheck.TOLERANCE))
                .filter(stretch -> !stretch.until().plus(TimeCheck.TOLERANCE).isBefore(from))
                .isPresent());
    }

    /**
     * What may have bound somebody under a posture that a decision names: a reader knows the newest posture within a lease, so there may be
     * several. Made by the reader's own {@link PostureView}.
     *
     * @param postureId as recorded, {@link Effective#FAIL_CLOSED} too
     * @param at when it was decided
     * @throws IllegalArgumentException if that is too near the end of time for a lease, or if there are too many
     */
    public Set<Effective> bound(String postureId, Instant at, Whom whom) {
        long end = firstAfter(at.plus(TimeCheck.TOLERANCE));
        long begin = Math.max(0, firstAfter(at.minus(KNOWN_FOR)) - 1);
        if (end - begin > VIEWS_MAX) {
            throw new IllegalArgumentException("policy's key recorded " + (end - begin) + " postures around " + at
                    + ", and " + VIEWS_MAX + " are the most that are tried");
        }
        Set<Effective> bound = new LinkedHashSet<>();
        if (postureId.equals(Effective.FAIL_CLOSED)) {
            bound.add(PostureView.unknown().current(at, 0, whom));
        }
        for (long number = end - 1; number >= begin; number--) {
            PostureView known = known(number, whom);
            Effective effective = postureId.equals(Effective.FAIL_CLOSED)
                    ? known.current(at, 0, whom)
                    : leased(known, at).current(at, 0, whom);
            if (effective.postureId().equals(postureId)) {
                bound.add(effective);
            }
        }
        return bound;
    }

    /** The number of the first posture that was recorded after {@code time}. */
    private long firstAfter(Instant time) {
        long low = 0;
        long high = rows.size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (rows.at(middle).recorded().isAfter(time)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** What a reader knew of whatever binds {@code whom} when the posture of this number was the newest. */
    private PostureView known(long number, Whom whom) {
        return new PostureView(
                posture(rows.last(Posture.FLEET, number)),
                Optional.empty(),
                rows.at(number).posture().sequence(),
                tooManyFrom.isPresent() && number >= tooManyFrom.getAsLong() ? tooMany : guarded(number, whom));
    }

    private Map<String, Posture> guarded(long number, Whom whom) {
        Map<String, Posture> guarded = new HashMap<>();
        for (String scope : whom.scopes()) {
            posture(rows.last(scope, number))
                    .filter(posture -> !posture.open())
                    .ifPresent(posture -> guarded.put(scope, posture));
        }
        return guarded;
    }

    private static PostureView leased(PostureView known, Instant at) {
        return known.recorded()
                .map(posture -> known.replay(
                        new Lease(
                                posture.scope(),
                                posture.postureId(),
                                posture.sequence(),
                                at,
                                at.plus(PostureView.LEASE_MAX)),
                        0))
                .orElse(known);
    }
}
