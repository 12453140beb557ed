package dev.airlock.schemas.posture;

import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one reader knows of postures: of the fleet's the newest record of each topic, and the guarded ones of agents and sessions. State changes only by {@code replay}, at a start and live
 * alike; {@link #current} is the only judgement. Immutable: share it between threads through one volatile reference.
 *
 * <p>Postures and leases are different topics, so either may arrive first. A lease for a newer posture than the recorded one therefore
 * closes the view until that posture is there: somebody has changed his mind, and until we know how, the strictest holds.
 *
 * <p>A posture of an agent or a session is only ever tighter than the fleet's, and has no lease of its own: where there is none, there is
 * nothing to add. That a reader has not missed one he learns from the fleet's lease, which names the newest posture of all. All postures
 * share one row of sequence numbers, so what is forgotten cannot come back as news.
 *
 * @param recorded the fleet's posture with the highest sequence number; of two with one number the first, which all readers agree on
 * @param receipt the lease that counts, with the time of its arrival
 * @param newest the sequence number of the last posture that counted, of any scope; -1 before the first
 * @param guarded the postures of other scopes that restrict anybody, by scope; more than {@link Scope#GUARDED_MAX} close the view
 */
public record PostureView(
        Optional<Posture> recorded, Optional<Receipt> receipt, long newest, Map<String, Posture> guarded) {
    /** How far a reader's wall clock may be from policy's before leases stop to count: what ordinary NTP holds with ease. */
    public static final Duration CLOCK_SKEW_MAX = Duration.ofMillis(250);
    /** A lease counts no longer than this after its arrival, whatever it says of itself. */
    public static final Duration LEASE_MAX = Duration.ofSeconds(5);

    /**
     * A lease and when this reader got it.
     *
     * @param receivedAtNanos {@link System#nanoTime} at its arrival
     */
    public record Receipt(Lease lease, long receivedAtNanos) {}

    public PostureView {
        guarded = Map.copyOf(guarded);
    }

    /** The view of a reader who has read nothing; it is closed. */
    public static PostureView unknown() {
        return new PostureView(Optional.empty(), Optional.empty(), -1, Map.of());
    }

    /** The view after this posture; unchanged if it is no newer than the last one that counted. */
    public PostureView replay(Posture posture) {
        if (posture.sequence() <= newest) {
            return this;
        }
        return posture.scope().equals(Posture.FLEET)
                ? new PostureView(Optional.of(posture), receipt, posture.sequence(), guarded)
                : new PostureView(recorded, receipt, posture.sequence(), guardedWith(posture));
    }

    /** Once there are too many they stay too many: what is not kept any more cannot be known to have ended. */
    private Map<String, Posture> guardedWith(Posture posture) {
        if (guarded.size() > Scope.GUARDED_MAX) {
            return guarded;
        }
        var next = new HashMap<>(guarded);
        if (posture.open()) {
            next.remove(posture.scope());
        } else {
            next.put(posture.scope(), posture);
        }
        return next;
    }

    /**
     * The view after this lease; unchanged if it is for another scope, for an older posture, or for one that lost the race for its
     * sequence number. Otherwise the last one read counts.
     *
     * @param receivedAtNanos {@link System#nanoTime} at its arrival
     */
    public PostureView replay(Lease lease, long receivedAtNanos) {
        boolean superseded = receipt.map(held -> held.lease().sequence()).orElse(-1L) > lease.sequence()
                || recorded.map(posture -> losesTo(posture, lease)).orElse(false);
        boolean counts = lease.scope().equals(Posture.FLEET) && !superseded;
        return counts
                ? new PostureView(recorded, Optional.of(new Receipt(lease, receivedAtNanos)), newest, guarded)
                : this;
    }

    /**
     * What binds the reader now. A lease holds while less than its length has passed since its arrival, and the wall clock lies between
     * its two times, give or take {@link #CLOCK_SKEW_MAX}: the first survives a wrong clock, the second a lease that was late.
     *
     * @param now the wall clock
     * @param nowNanos {@link System#nanoTime} of the same moment
     */
    public Effective current(Instant now, long nowNanos) {
        Optional<String> doubt = doubt(now, nowNanos);
        return doubt.isPresent() ? Effective.failClosed(recorded, doubt.get()) : Effective.of(recorded.orElseThrow());
    }

    /**
     * What binds {@code whom} now: the strictest of what binds everybody, his agent and his session. Where nobody vouches for the
     * fleet's posture, that is closed already.
     *
     * @param now the wall clock
     * @param nowNanos {@link System#nanoTime} of the same moment
     */
    public Effective current(Instant now, long nowNanos, Whom whom) {
        Effective bound = current(now, nowNanos);
        if (guarded.isEmpty() || !bound.fresh()) {
            return bound;
        }
        for (String scope : whom.scopes()) {
            Posture scoped = guarded.get(scope);
            bound = scoped == null ? bound : bound.tightenedBy(scoped);
        }
        return bound;
    }

    private static boolean losesTo(Posture posture, Lease lease) {
        boolean rival =
                posture.sequence() == lease.sequence() && !posture.postureId().equals(lease.postureId());
        return rival || posture.sequence() > lease.sequence();
    }

    private Optional<String> doubt(Instant now, long nowNanos) {
        if (recorded.isEmpty()) {
            return Optional.of("no posture is known yet");
        }
        Posture posture = recorded.get();
        if (receipt.isEmpty()) {
            return Optional.of("posture " + posture.postureId() + " has no lease yet");
        }
        Lease lease = receipt.get().lease();
        if (!lease.postureId().equals(posture.postureId()) || lease.sequence() != posture.sequence()) {
            return Optional.of("the lease is for posture " + lease.postureId() + " and not for " + posture.postureId());
        }
        if (now.isBefore(lease.issuedAt().minus(CLOCK_SKEW_MAX))) {
            return Optional.of("the lease of posture " + posture.postureId()
                    + " is from the future; set this host's clock and policy's by NTP");
        }
        if (lease.knownUpTo() > newest) {
            return Optional.of("policy has recorded posture number " + lease.knownUpTo()
                    + ", and this reader knows them up to number " + newest);
        }
        if (guarded.size() > Scope.GUARDED_MAX) {
            return Optional.of(
                    "more than " + Scope.GUARDED_MAX
                            + " agents and sessions are guarded, which is more than policy ever guards; stop whoever writes them, and start this service again");
        }
        return expired(receipt.get(), now, nowNanos)
                ? Optional.of("the lease of posture " + posture.postureId() + " has expired")
                : Optional.empty();
    }

    private static boolean expired(Receipt receipt, Instant now, long nowNanos) {
        Lease lease = receipt.lease();
        Duration length = Duration.between(lease.issuedAt(), lease.validUntil());
        Duration counted = length.compareTo(LEASE_MAX) < 0 ? length : LEASE_MAX;
        boolean byArrival = nowNanos - receipt.receivedAtNanos() >= counted.toNanos();
        boolean byTheClock = !now.isBefore(lease.validUntil().plus(CLOCK_SKEW_MAX));
        return byArrival || byTheClock;
    }
}
