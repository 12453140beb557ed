package dev.airlock.lane.model;

import dev.airlock.schemas.model.IntentKey;

/**
 * What an intent asks for under its id; a second one with the same id is a copy if all three are equal.
 *
 * @param intent what is wanted
 * @param payloadHash {@code sha256:} of the payload
 */
public record Wish(IntentKey key, String intent, String payloadHash) {}
