package dev.airlock.executor.model;

import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Order;
import java.util.Optional;

/**
 * An order with the gateway's good signature, and what the caller's record inside it says.
 *
 * @param order what the gateway ordered
 * @param contents what its envelope holds
 * @param entrance the door at which it came
 */
public record Delivery(Order order, Contents contents, Entrance entrance) {
    /** From the bus. */
    public Delivery(Order order, Contents contents) {
        this(order, contents, Entrance.BUS);
    }

    /** What was found in an order's envelope. */
    public sealed interface Contents {
        /**
         * An intent.
         *
         * @param intent what the caller wants
         * @param intentHash {@code sha256:} of the envelope's body, computed here
         * @param payloadHash {@code sha256:} of the payload, computed here
         * @param signer the id of the key of the ring that signed it, or whose holder the ingress vouches for; empty if nobody did
         */
        record Opened(Intent intent, String intentHash, String payloadHash, Optional<String> signer)
                implements Contents {
            /** Whether it is known who asks. */
            public boolean identityBound() {
                return signer.isPresent();
            }
        }

        /** Something that nobody can read. */
        record Unreadable(String reason) implements Contents {}

        /** An intent whose signature is not by the key that it names. */
        record Forged(String reason) implements Contents {}
    }
}
