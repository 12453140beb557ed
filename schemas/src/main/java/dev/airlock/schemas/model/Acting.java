package dev.airlock.schemas.model;

import java.util.List;
import java.util.Optional;

/**
 * On whose behalf somebody acts, as he says.
 *
 * @param key the id of the key that he signed with; empty if nobody known did
 * @param chain the delegations that he rests on, opened, the root's first; none if he acts on his own behalf
 */
public record Acting(Optional<String> key, List<Link> chain) {
    /** On his own behalf. */
    public static final Acting ALONE = new Acting(Optional.empty(), List.of());

    public Acting {
        chain = List.copyOf(chain);
    }

    public boolean alone() {
        return chain.isEmpty();
    }

    /** As what he counts at most: what the leaf says. Empty if nobody has delegated anything to him. */
    public Optional<Origin> ceiling() {
        return alone()
                ? Optional.empty()
                : Optional.of(chain.getLast().delegation().rights().ceiling());
    }

    /** The names of those whose signatures are good, the first one first. */
    public List<String> names() {
        return chain.stream()
                .map(Link::issuer)
                .filter(Link.Issuer.Signed.class::isInstance)
                .map(issuer -> ((Link.Issuer.Signed) issuer).name())
                .toList();
    }
}
