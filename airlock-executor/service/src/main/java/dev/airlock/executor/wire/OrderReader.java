package dev.airlock.executor.wire;

import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Intents.Caller;
import dev.airlock.schemas.wire.Signed;
import java.util.Optional;

/** Reads orders. */
public final class OrderReader {
    private OrderReader() {}

    /**
     * The order in {@code bytes}, with what is in its envelope and whose word {@code callers} say that is; malformed if it cannot be read or no gateway on {@code ring} signed
     * it. An order whose envelope is spoilt is still an order: somebody waits for its token.
     */
    public static Decoded<Delivery> read(byte[] bytes, KeyRing ring, CallerKeys callers) {
        return switch (Codecs.ORDER.open(bytes, ring)) {
            case Malformed<Signed<Order>>(String reason) -> new Malformed<>(reason);
            case Good<Signed<Order>>(Signed<Order> signed) ->
                new Good<>(new Delivery(signed.value(), contents(signed.value(), callers)));
        };
    }

    private static Contents contents(Order order, CallerKeys callers) {
        return switch (Intents.open(order.envelope().toArray(), callers)) {
            case Malformed<Intents.Opened>(String reason) -> new Contents.Unreadable(reason);
            case Good<Intents.Opened>(Intents.Opened opened) -> contents(opened);
        };
    }

    private static Contents contents(Intents.Opened opened) {
        return switch (opened.caller()) {
            case Caller.Forged(String reason) -> new Contents.Forged(reason);
            case Caller.Known(Speaker _, KeyId key) ->
                new Contents.Opened(
                        opened.intent(), opened.intentHash(), opened.payloadHash(), Optional.of(key.value()));
            case Caller.Unknown _ ->
                new Contents.Opened(opened.intent(), opened.intentHash(), opened.payloadHash(), Optional.empty());
        };
    }
}
