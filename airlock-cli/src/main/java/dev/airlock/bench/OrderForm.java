package dev.airlock.bench;

import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Orders as this node's gateway would give them, from one that it gave: the same in all but the intent, the grant's name and the times. */
record OrderForm(Order given, SigningKey gateway) {
    private static final Duration GRANT = Duration.ofMinutes(5);

    /**
     * The form of an order's record.
     *
     * @throws BenchFailed if no gateway on {@code ring} signed it
     */
    static OrderForm of(byte[] record, KeyRing ring, SigningKey gateway) throws BenchFailed {
        if (Codecs.ORDER.open(record, ring) instanceof Good<Signed<Order>>(Signed<Order> order)) {
            return new OrderForm(order.value(), gateway);
        }
        throw new BenchFailed("what the gateway wrote is no order", "");
    }

    /** The record of the order for a caller's record of now. */
    byte[] carrying(byte[] record, Instant now) {
        if (!(Intents.contents(record) instanceof Good<Intents.Opened>(Intents.Opened opened))) {
            throw new IllegalArgumentException("not a caller's record");
        }
        Intent intent = opened.intent();
        return Codecs.ORDER.seal(
                new Order(
                        intent.session(),
                        intent.id(),
                        intent.intent(),
                        intent.fromAint(),
                        Bytes.of(record),
                        opened.intentHash(),
                        opened.payloadHash(),
                        given.origin(),
                        given.principal(),
                        given.route(),
                        given.backend(),
                        given.deadlineMillis(),
                        given.memoryMib(),
                        given.outputBytesMax(),
                        grant(now),
                        intent.createdAt(),
                        now,
                        given.onBehalfOf()),
                gateway);
    }

    private Grant grant(Instant now) {
        Grant grant = given.grant();
        return new Grant(
                "grant-" + UUID.randomUUID(),
                grant.postureId(),
                grant.verdictId(),
                grant.posture(),
                now,
                now.plus(GRANT),
                grant.policyVersion(),
                grant.policies());
    }
}
