package dev.airlock.schemas.model;

/**
 * What a program wrote. The token holds the hash.
 *
 * @param session the intent's session
 * @param intentId the intent's id
 * @param tokenId the token that holds the hash
 * @param stdout standard output, as far as it was kept
 * @param stderr standard error, as far as it was kept
 * @param truncated whether the program wrote more
 * @param hash {@code sha256:} over both, see the codec
 */
public record Output(
        String session, String intentId, String tokenId, Bytes stdout, Bytes stderr, boolean truncated, String hash) {
    public Output {
        new IntentKey(session, intentId);
        Check.id("token_id", tokenId);
    }

    public IntentKey key() {
        return new IntentKey(session, intentId);
    }
}
