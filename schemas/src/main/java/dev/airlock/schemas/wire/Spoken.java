package dev.airlock.schemas.wire;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.KeyId;

/**
 * A caller's record whose signature was checked.
 *
 * @param value the record
 * @param keyId who signed
 * @param speaker whose key that is
 */
public record Spoken<T>(T value, KeyId keyId, CallerKeys.Speaker speaker) {}
