package dev.airlock.schemas.delegations;

import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.Link;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.SignedDelegation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a chain of delegations lets a key do something. The first of these that objects decides, in the order of the system that this replaces: there
 * is a chain; the intent is the leaf's; nothing has expired; the epoch; then from the root to the leaf each link's issuer and signature, epoch, place and
 * attenuation; the bounds asked for; the key is the leaf's subject; nothing was taken back. What that system left out is in it: hashes are computed and
 * never believed, so a relabelled delegation is another one and its parent's revocation still reaches it; every link's expiry counts, not the leaf's
 * alone; and whoever gives or hands on has to speak for somebody now, so that a key that is revoked ends all that was ever given with it.
 *
 * @param epochMin the oldest epoch of keys that still counts
 */
public record DelegationCheck(long epochMin) {
    /** The road's. A principal's own epochs bar its keys, and so what they signed; a least epoch of all there is none. */
    public static final DelegationCheck ROAD = new DelegationCheck(1);

    /**
     * What is asked for on a chain.
     *
     * @param subject the id of the key that signed the intent
     * @param intent what it asks for
     * @param memoryMib what the run gets, in MiB; 1 or more, since a default that is not known yet has no bound
     * @param timeoutMillis how long the run gets, in milliseconds; 1 or more
     * @param origin as what it wants to count
     */
    public record Use(String subject, String intent, int memoryMib, int timeoutMillis, Origin origin) {
        public Use {
            if (memoryMib < 1 || timeoutMillis < 1) {
                throw new IllegalArgumentException("memory_mib is " + memoryMib + " and timeout_millis " + timeoutMillis
                        + "; give what the run gets, 1 or more");
            }
        }
    }

    /**
     * Why {@code use} may not rest on {@code chain}; empty if it may.
     *
     * @param chain the root's delegation first, the leaf last
     */
    public Optional<String> objection(List<Link> chain, Use use, Instant now) {
        if (chain.isEmpty() || chain.size() > SignedDelegation.CHAIN_MAX) {
            return Optional.of(
                    "the chain has " + chain.size() + " delegations; it needs 1 to " + SignedDelegation.CHAIN_MAX);
        }
        Delegation leaf = chain.getLast().delegation();
        if (!leaf.rights().allow(use.intent())) {
            return Optional.of(use.intent() + " is not delegated; it is "
                    + String.join(", ", leaf.rights().intents()));
        }
        return expired(chain, now)
                .or(() -> epoch(chain))
                .or(() -> links(chain))
                .or(() -> bounds(leaf, use))
                .or(() -> owner(leaf, use))
                .or(() -> takenBack(chain));
    }

    private static Optional<String> expired(List<Link> chain, Instant now) {
        return chain.stream()
                .filter(link -> !now.isBefore(link.delegation().expiresAt()))
                .findFirst()
                .map(link -> link.hash() + " expired at " + link.delegation().expiresAt());
    }

    private Optional<String> epoch(List<Link> chain) {
        return chain.stream()
                .filter(link -> link.delegation().epoch() < epochMin)
                .findFirst()
                .map(link -> link.hash() + " is of epoch " + link.delegation().epoch() + "; the oldest that counts is "
                        + epochMin + ", so have it issued again");
    }

    private static Optional<String> links(List<Link> chain) {
        for (int depth = 0; depth < chain.size(); depth++) {
            Link link = chain.get(depth);
            Optional<String> objection = issuer(link);
            if (objection.isEmpty()) {
                objection = depth == 0 ? root(link) : child(chain.get(depth - 1), link);
            }
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    /** Nobody gives more than he is himself, whatever was given to him. */
    private static Optional<String> issuer(Link link) {
        return switch (link.issuer()) {
            case Link.Issuer.Barred(String reason) ->
                Optional.of(link.hash() + " by " + link.delegation().issuer() + " counts for nothing: " + reason);
            case Link.Issuer.Signed(String name, Origin origin) ->
                link.delegation().rights().ceiling().compareTo(origin) <= 0
                        ? Optional.empty()
                        : Optional.of(link.hash() + " gives "
                                + link.delegation().rights().ceiling() + ", and " + name + " is " + origin);
        };
    }

    private static Optional<String> root(Link link) {
        return link.delegation().depth() == 0
                ? Optional.empty()
                : Optional.of(link.hash() + " stands first and rests on another one, which is not there");
    }

    private static Optional<String> child(Link parent, Link link) {
        Delegation above = parent.delegation();
        Delegation own = link.delegation();
        if (!own.parent().equals(Optional.of(parent.hash())) || own.depth() != above.depth() + 1) {
            return Optional.of(link.hash() + " does not rest on " + parent.hash());
        }
        if (!own.issuer().equals(above.subject())) {
            return Optional.of(
                    link.hash() + " is given by " + own.issuer() + ", and its parent was given to " + above.subject());
        }
        if (own.epoch() < above.epoch()) {
            return Optional.of(link.hash() + " is of an older epoch than its parent");
        }
        return above.rights().cover(own.rights())
                ? Optional.empty()
                : Optional.of(link.hash() + " hands on more than its parent gives");
    }

    private static Optional<String> bounds(Delegation leaf, Use use) {
        boolean within = use.memoryMib() <= leaf.rights().memoryMib()
                && use.timeoutMillis() <= leaf.rights().timeoutMillis()
                && use.origin().compareTo(leaf.rights().ceiling()) <= 0;
        return within
                ? Optional.empty()
                : Optional.of("it asks for more than is delegated: at most "
                        + leaf.rights().memoryMib() + " MiB, " + leaf.rights().timeoutMillis() + " ms, as "
                        + leaf.rights().ceiling());
    }

    private static Optional<String> owner(Delegation leaf, Use use) {
        return leaf.subject().equals(use.subject())
                ? Optional.empty()
                : Optional.of("the delegation is for " + leaf.subject() + " and not for " + use.subject());
    }

    private static Optional<String> takenBack(List<Link> chain) {
        return chain.stream()
                .filter(link -> link.takenBack().isPresent())
                .findFirst()
                .map(link -> link.hash() + ", and all that rests on it: "
                        + link.takenBack().orElseThrow());
    }
}
