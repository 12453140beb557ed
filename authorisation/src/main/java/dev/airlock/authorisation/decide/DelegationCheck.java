package dev.airlock.authorisation.decide;

import dev.airlock.authorisation.model.Delegation;
import dev.airlock.authorisation.model.Link;
import dev.airlock.schemas.model.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a chain of delegations lets a key do something. The first of these that objects decides, in the order of the system that this replaces: there
 * is a chain; the intent is the leaf's; nothing has expired; the epoch; then from the root to the leaf each link's signature, epoch, issuer, place and
 * attenuation; the bounds asked for; the key is the leaf's subject; nothing was revoked. What that system left out is in it: hashes are computed and never
 * believed, so a relabelled delegation is another one and its parent's revocation still reaches it; every link's expiry counts, not the leaf's alone; and a
 * nonce that was used once is not used again.
 *
 * @param roots ids of the keys that delegate on their own rights
 * @param epochMin the oldest epoch of keys that still counts
 * @param revoked hashes that a root has revoked, whose signatures were checked
 */
public record DelegationCheck(Set<String> roots, long epochMin, Set<String> revoked) {
    public DelegationCheck {
        roots = Set.copyOf(roots);
        revoked = Set.copyOf(revoked);
    }

    /**
     * What is asked for on a chain.
     *
     * @param subject the id of the key that signed the intent
     * @param intent what it asks for
     * @param memoryMib what the run gets, in MiB; 1 or more, since a default that is not known yet has no bound
     * @param timeoutMillis how long the run gets, in milliseconds; 1 or more
     * @param origin as what it wants to count
     * @param nonce the intent's own, which is used once
     */
    public record Use(String subject, String intent, int memoryMib, int timeoutMillis, Origin origin, String nonce) {
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
     * @param used nonces of this subject that were used before
     */
    public Optional<String> objection(List<Link> chain, Use use, Set<String> used, Instant now) {
        if (chain.isEmpty() || chain.size() > Delegation.DEPTH_MAX + 1) {
            return Optional.of(
                    "the chain has " + chain.size() + " delegations; it needs 1 to " + (Delegation.DEPTH_MAX + 1));
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
                .or(() -> revoked(chain))
                .or(() -> replayed(use, used));
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

    private Optional<String> links(List<Link> chain) {
        for (int depth = 0; depth < chain.size(); depth++) {
            Link link = chain.get(depth);
            Optional<String> objection = depth == 0 ? root(link) : child(chain.get(depth - 1), link);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    private Optional<String> root(Link link) {
        if (!link.signed()) {
            return Optional.of(unsigned(link));
        }
        if (link.delegation().depth() != 0 || !roots.contains(link.delegation().issuer())) {
            return Optional.of(link.hash() + " stands first and is not given by a root");
        }
        return Optional.empty();
    }

    private static Optional<String> child(Link parent, Link link) {
        Delegation above = parent.delegation();
        Delegation own = link.delegation();
        if (!link.signed()) {
            return Optional.of(unsigned(link));
        }
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

    private static String unsigned(Link link) {
        return link.hash() + " is not signed by its issuer " + link.delegation().issuer();
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

    private Optional<String> revoked(List<Link> chain) {
        return chain.stream()
                .map(Link::hash)
                .filter(revoked::contains)
                .findFirst()
                .map(hash -> hash + " was revoked, and all that rests on it");
    }

    private static Optional<String> replayed(Use use, Set<String> used) {
        return used.contains(use.nonce())
                ? Optional.of("the nonce " + use.nonce() + " was used before; make a new intent")
                : Optional.empty();
    }
}
