package dev.airlock.gateway.model;

import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Screening;

/**
 * An intent that needs an approval: all that one can be bound to.
 *
 * @param intent what it says itself
 * @param principal whose it is, as snaft found
 * @param origin its effective origin
 * @param payloadHash {@code sha256:} of its payload
 * @param intentHash {@code sha256:} of its body
 */
public record Wanted(Intent intent, String principal, Origin origin, String payloadHash, String intentHash) {
    /** The intent of a screening. */
    public static Wanted of(Screening screening, Intent intent) {
        return new Wanted(
                intent, screening.principal(), screening.origin(), screening.payloadHash(), screening.intentHash());
    }
}
