package dev.airlock.authorisation.model;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * May this run? All that a policy can see; two equal questions have the same answer under the same set of policies.
 *
 * @param principal the name of the key's holder, or {@code anonymous}; never empty
 * @param origin the effective origin
 * @param intent what is asked for, segments joined by colons; never empty
 * @param route the row of the route table; never empty
 * @param image the image that the route starts; never empty
 * @param posture the rung that holds
 * @param cause who made it so
 * @param backend what is to run it
 * @param lane how it came
 * @param risk how much harm the firewall thinks it may do
 * @param trust how far the firewall trusts the principal, 0 to 100
 * @param identityBound whether a known key signed the intent
 * @param approved whether an operator has approved this very intent
 * @param freshCopy whether the run begins on a copy made for it alone
 * @param memoryMib as asked, in MiB; 0 means the default
 * @param timeoutMillis as asked, in milliseconds; 0 means the default
 * @param flags what its sender or the firewall says the action does
 * @param onBehalfOf whose rights it uses, by the names of those who delegated them, the first one first; none if it uses its own
 */
public record Ask(
        String principal,
        Origin origin,
        String intent,
        String route,
        String image,
        PostureLevel posture,
        Cause cause,
        Backend backend,
        Lane lane,
        Risk risk,
        int trust,
        boolean identityBound,
        boolean approved,
        boolean freshCopy,
        int memoryMib,
        int timeoutMillis,
        Set<Flag> flags,
        List<String> onBehalfOf) {
    /** The highest trust. */
    public static final int TRUST_MAX = 100;

    /** @throws IllegalArgumentException if a name is empty or a number out of its range */
    public Ask {
        named("principal", principal);
        named("intent", intent);
        named("route", route);
        named("image", image);
        if (trust < 0 || trust > TRUST_MAX) {
            throw new IllegalArgumentException("trust is " + trust + "; it must be 0 to " + TRUST_MAX);
        }
        if (memoryMib < 0 || timeoutMillis < 0) {
            throw new IllegalArgumentException("memory_mib is " + memoryMib + " and timeout_millis " + timeoutMillis
                    + "; neither may be negative");
        }
        // In the order of the enum, so that equal sets print alike.
        onBehalfOf.forEach(name -> named("on_behalf_of", name));
        onBehalfOf = List.copyOf(onBehalfOf);
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }

    /** Of somebody on his own behalf. */
    public Ask(
            String principal,
            Origin origin,
            String intent,
            String route,
            String image,
            PostureLevel posture,
            Cause cause,
            Backend backend,
            Lane lane,
            Risk risk,
            int trust,
            boolean identityBound,
            boolean approved,
            boolean freshCopy,
            int memoryMib,
            int timeoutMillis,
            Set<Flag> flags) {
        this(
                principal,
                origin,
                intent,
                route,
                image,
                posture,
                cause,
                backend,
                lane,
                risk,
                trust,
                identityBound,
                approved,
                freshCopy,
                memoryMib,
                timeoutMillis,
                flags,
                List.of());
    }

    private static void named(String field, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " is empty; it needs a name");
        }
    }
}
