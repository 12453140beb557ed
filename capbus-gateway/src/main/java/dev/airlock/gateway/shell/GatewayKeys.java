package dev.airlock.gateway.shell;

import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import java.util.Optional;

/**
 * The keys of a gateway.
 *
 * @param gateway signs orders and seals refusals of intents; role gateway, shared by all members
 * @param ingress seals refusals of frames; role gateway, and each node has its own
 * @param principal signs the frames of a loopback listener; role local; empty if there is no such listener
 * @param ring who is trusted, the two gateway keys among them
 */
public record GatewayKeys(SigningKey gateway, SigningKey ingress, Optional<SigningKey> principal, KeyRing ring) {
    /** @throws IllegalArgumentException if one key would seal two chains, or the ring does not know the sealers */
    public GatewayKeys {
        if (gateway.id().equals(ingress.id())) {
            throw new IllegalArgumentException(
                    "gateway and ingress need a key each, since a key's chains have one writer");
        }
        if (ring.holder(gateway.id()).isEmpty() || ring.holder(ingress.id()).isEmpty()) {
            throw new IllegalArgumentException("the key ring must hold " + gateway.id() + " and " + ingress.id()
                    + ", or nobody accepts their tokens");
        }
    }
}
