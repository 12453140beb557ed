package dev.airlock.gateway.mux;

import dev.airlock.schemas.model.IntentKey;

/**
 * What a frame asks for under its id: two frames with one id are the same wish if both are equal.
 *
 * @param key the id, in its session
 * @param intent what is wanted
 * @param payloadHash {@code sha256:} of the payload
 */
record Wish(IntentKey key, String intent, String payloadHash) {}
