package dev.airlock.schemas.model;

/**
 * A record with its writer's signature.
 *
 * @param keyId the signer's key id; empty if nobody signed
 * @param body the record, Avro single-object encoded: the exact bytes that were signed
 * @param signature Ed25519 over the record's domain and {@code body}; empty if nobody signed
 */
public record Envelope(String keyId, Bytes body, Bytes signature) {
    public Envelope {
        if (keyId.isEmpty() != signature.isEmpty()) {
            throw new IllegalArgumentException("a signature needs a key id, and a key id a signature");
        }
    }

    public boolean signed() {
        return !keyId.isEmpty();
    }
}
