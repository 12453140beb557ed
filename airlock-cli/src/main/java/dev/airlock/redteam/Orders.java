package dev.airlock.redteam;

import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;

/** Genuine orders. */
final class Orders {
    private Orders() {}

    static Order read(byte[] record, KeyRing ring) {
        if (Codecs.ORDER.open(record, ring) instanceof Good<Signed<Order>>(Signed<Order> order)) {
            return order.value();
        }
        throw new IllegalArgumentException("not an order of a gateway");
    }
}
