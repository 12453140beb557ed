package dev.airlock.ledger.audit.decide;

import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.posture.Whom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every posture that policy has recorded, and for how long each was vouched for as far as leases are still held. Fed in the order of the topics;
 * memory: a posture each, and a stretch of time for each posture's unbroken row of leases. For one thread.
 */
public final class PostureHistory {
    private final Map<String, Entry> byId = new HashMap<>();
    private final List<Posture> inOrder = new ArrayList<>();
    private final Map<String, Posture> lastOf = new HashMap<>();
    private final Map<String, TreeMap<Instant, Instant>> vouched = new HashMap<>();
    private Optional<Instant> firstLease = Optional.empty();
    private Optional<Instant> lastLease = Optional.empty();
    private PostureView view = PostureView.unknown();
    private final List<PostureView> views = new ArrayList<>();

    /** A posture that counted, and when another of its scope took its place. */
    private static final class Entry {
        private final Posture posture;
        private Optional<Instant> replaced = Optional.empty();

        private Entry(Posture posture) {
            this.posture = posture;
        }
    }

    /** The next record of the topic of postures; one that is not newer than the last changes nothing, as for every reader. */
    public void replay(Posture posture) {
        if (posture.sequence() <= view.newest()) {
            return;
        }
        view = view.replay(posture);
        Posture before = lastOf.put(posture.scope(), posture);
        if (before != null) {
            byId.get(before.postureId()).replaced = Optional.of(posture.decidedAt());
        }
        byId.put(posture.postureId(), new Entry(posture));
        inOrder.add(posture);
        views.add(view);
    }

    /** The next lease. */
    public void replay(Lease lease) {
        firstLease = firstLease.or(() -> Optional.of(lease.issuedAt()));
        lastLease = Optional.of(lease.validUntil());
        TreeMap<Instant, Instant> stretches = vouched.computeIfAbsent(lease.postureId(), _ -> new TreeMap<>());
        Map.Entry<Instant, Instant> last = stretches.lastEntry();
        if (last != null && !lease.issuedAt().isAfter(last.getValue())) {
            stretches.put(last.getKey(), later(last.getValue(), lease.validUntil()));
        } else {
            stretches.put(lease.issuedAt(), lease.validUntil());
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** How many postures counted. */
    public int size() {
        return inOrder.size();
    }

    /** The posture of this id; empty if policy has recorded none. */
    public Optional<Posture> of(String postureId) {
        return Optional.ofNullable(byId.get(postureId)).map(entry -> entry.posture);
    }

    /** When another posture of its scope was decided; empty while none was. */
    public Optional<Instant> replaced(String postureId) {
        return Optional.ofNullable(byId.get(postureId)).flatMap(entry -> entry.replaced);
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
        Map.Entry<Instant, Instant> stretch =
                vouched.getOrDefault(postureId, new TreeMap<>()).floorEntry(to.plus(PostureView.CLOCK_SKEW_MAX));
        return Optional.of(stretch != null
                && !stretch.getValue().plus(PostureView.CLOCK_SKEW_MAX).isBefore(from));
    }

    /**
     * What may have bound somebody under a posture that a decision names: a reader knows the newest posture within a lease, so there may be
     * several. Made by the reader's own {@link PostureView}.
     *
     * @param postureId as recorded, {@link Effective#FAIL_CLOSED} too
     * @param at when it was decided
     */
    public Set<Effective> bound(String postureId, Instant at, Whom whom) {
        Instant oldest = at.minus(PostureView.LEASE_MAX).minus(PostureView.CLOCK_SKEW_MAX);
        Instant newest = at.plus(PostureView.CLOCK_SKEW_MAX);
        int end = firstAfter(newest);
        int begin = Math.max(0, firstAfter(oldest) - 1);
        Set<Effective> bound = new LinkedHashSet<>();
        if (postureId.equals(Effective.FAIL_CLOSED)) {
            bound.add(PostureView.unknown().current(at, 0, whom));
        }
        for (int number = end - 1; number >= begin; number--) {
            PostureView known = views.get(number);
            Effective effective = postureId.equals(Effective.FAIL_CLOSED)
                    ? known.current(at, 0, whom)
                    : leased(known, at).current(at, 0, whom);
            if (effective.postureId().equals(postureId)) {
                bound.add(effective);
            }
        }
        return bound;
    }

    /** The number of the first posture that was decided after {@code time}. Policy decides them in the order of time. */
    private int firstAfter(Instant time) {
        int low = 0;
        int high = inOrder.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (inOrder.get(middle).decidedAt().isAfter(time)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
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
