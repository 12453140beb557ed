package dev.airlock.gateway.mux;

import dev.airlock.schemas.model.IntentKey;

/**
 * What a frame or a record asks for under its id: two with one id are the same wish if all four are equal, and else one of them is another's.
 *
 * @param key the id, in its session
 * @param sender who asks: the id of his key, or that nobody signed
 * @param intent what is wanted
 * @param contentHash {@code sha256:} over the payload and all input files
 */
record Wish(IntentKey key, String sender, String intent, String contentHash) {}
