package dev.airlock.schemas.model;

import java.time.Instant;

/**
 * The word that a delegation, and all that rests on it, counts no more.
 *
 * @param hash the delegation's, {@code sha256:} of its canonical bytes
 * @param reason why; one line of 256 characters at most
 * @param statedAt when this was said
 */
public record Revocation(String hash, String reason, Instant statedAt) {
    private static final int REASON_LENGTH_MAX = 256;

    public Revocation {
        Check.sha256("hash", hash);
        Check.printable("reason", reason, REASON_LENGTH_MAX);
        Check.time("stated_at", statedAt);
    }
}
