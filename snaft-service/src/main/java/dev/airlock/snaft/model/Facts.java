package dev.airlock.snaft.model;

import dev.airlock.schemas.model.Acting;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Intent;
import java.time.Instant;

/**
 * Everything that a screening is made from.
 *
 * @param intent what the caller's record says
 * @param caller who stands behind it
 * @param envelope the caller's record as it came, byte for byte
 * @param intentHash {@code sha256:} of the signed body
 * @param payloadHash {@code sha256:} of the payload
 * @param text the payload and the input files read as UTF-8, what is no UTF-8 replaced
 * @param entrance the door at which it came
 * @param acting on whose behalf, as the caller says
 * @param receivedAt when it came: by the broker's clock on the bus, by the node's on its fast lane; never by the caller's
 */
public record Facts(
        Intent intent,
        Caller caller,
        Bytes envelope,
        String intentHash,
        String payloadHash,
        String text,
        Entrance entrance,
        Acting acting,
        Instant receivedAt) {
    /** Of a caller who wants it on his own behalf. */
    public Facts(
            Intent intent,
            Caller caller,
            Bytes envelope,
            String intentHash,
            String payloadHash,
            String text,
            Entrance entrance,
            Instant receivedAt) {
        this(intent, caller, envelope, intentHash, payloadHash, text, entrance, Acting.ALONE, receivedAt);
    }
}
