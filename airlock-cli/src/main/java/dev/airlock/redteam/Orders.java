package dev.airlock.redteam;

import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Signed;
import java.util.UUID;

/** Genuine orders, and what they are made into. */
public final class Orders {
    private Orders() {}

    /**
     * The order in a record.
     *
     * @throws IllegalArgumentException if no gateway on {@code ring} signed it
     */
    public static Order read(byte[] record, KeyRing ring) {
        if (Codecs.ORDER.open(record, ring) instanceof Good<Signed<Order>>(Signed<Order> order)) {
            return order.value();
        }
        throw new IllegalArgumentException("not an order of a gateway");
    }

    /**
     * The order that a gateway would have given for another caller's record, with a grant of its own; in all else like a genuine one.
     *
     * @param posture under which it says to have been given
     */
    static Order carrying(Bytes record, Order genuine, PostureLevel posture) {
        return carrying(record, genuine, grant(genuine.grant(), posture));
    }

    /** The same with this grant. */
    public static Order carrying(Bytes record, Order genuine, Grant grant) {
        if (!(Intents.contents(record.toArray()) instanceof Good<Intents.Opened>(Intents.Opened opened))) {
            throw new IllegalArgumentException("a record that nobody can read is in no order");
        }
        return new Order(
                opened.intent().session(),
                opened.intent().id(),
                opened.intent().intent(),
                opened.intent().fromAint(),
                record,
                opened.intentHash(),
                opened.payloadHash(),
                genuine.origin(),
                genuine.principal(),
                genuine.route(),
                genuine.backend(),
                genuine.deadlineMillis(),
                genuine.memoryMib(),
                genuine.outputBytesMax(),
                grant,
                genuine.createdAt(),
                genuine.screenedAt());
    }

    private static Grant grant(Grant genuine, PostureLevel posture) {
        return new Grant(
                "grant-" + UUID.randomUUID(),
                genuine.postureId(),
                genuine.verdictId(),
                posture,
                genuine.issuedAt(),
                genuine.expiresAt(),
                genuine.policyVersion(),
                genuine.policies());
    }
}
