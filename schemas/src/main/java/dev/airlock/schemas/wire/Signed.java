package dev.airlock.schemas.wire;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;

/**
 * A record whose signature was checked.
 *
 * @param value the record
 * @param keyId who signed
 * @param holder whose key that is
 */
public record Signed<T>(T value, KeyId keyId, KeyRing.Holder holder) {}
