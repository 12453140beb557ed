package dev.airlock.bench;

import dev.airlock.redteam.Orders;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.wire.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Orders as this node's gateway would give them, from one that it gave.
 *
 * @param given what they are like but for the caller's record and the grant
 * @param gateway signs them
 */
record OrderForm(Order given, SigningKey gateway) {
    private static final Duration GRANT = Duration.ofMinutes(5);

    /** The record of the order for a caller's record of now. */
    byte[] carrying(byte[] record, Instant now) {
        Grant grant = given.grant();
        return Codecs.ORDER.seal(
                Orders.carrying(
                        Bytes.of(record),
                        given,
                        new Grant(
                                "grant-" + UUID.randomUUID(),
                                grant.postureId(),
                                grant.verdictId(),
                                grant.posture(),
                                now,
                                now.plus(GRANT),
                                grant.policyVersion(),
                                grant.policies())),
                gateway);
    }
}
