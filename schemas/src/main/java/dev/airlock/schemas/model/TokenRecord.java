package dev.airlock.schemas.model;

/**
 * A sealed token as the bus carries it. What counts are {@code canonical} and {@code signature}; the rest is for finding.
 *
 * @param session the intent's session
 * @param intentId the intent's id
 * @param tokenId the token's id
 * @param tokenType {@code SAFE_EXECUTION}, {@code INCIDENT_KILL} or {@code INTENT_REJECTED}
 * @param status 200, 400, 403 or 503
 * @param epoch the chain's epoch
 * @param sequence the token's place in that epoch
 * @param canonical the exact bytes that were signed (RFC 8785)
 * @param hash {@code sha256:} of those bytes
 * @param keyId the signer
 * @param signature Ed25519 over those bytes; of a hybrid key ML-DSA-65 over the same bytes behind it
 */
public record TokenRecord(
        String session,
        String intentId,
        String tokenId,
        String tokenType,
        int status,
        long epoch,
        long sequence,
        Bytes canonical,
        String hash,
        String keyId,
        Bytes signature) {
    /** A hybrid key's id has 144 characters. */
    private static final int KEY_ID_LENGTH_MAX = 160;

    public TokenRecord {
        new IntentKey(session, intentId);
        Check.id("token_id", tokenId);
        Check.id("token_type", tokenType);
        Check.id("hash", hash);
        Check.visible("key_id", keyId, KEY_ID_LENGTH_MAX);
    }

    public IntentKey key() {
        return new IntentKey(session, intentId);
    }
}
