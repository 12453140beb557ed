package dev.airlock.schemas.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One key's word that another may do something on its behalf, on its own rights or on those that were handed to it.
 *
 * @param parent the hash of the delegation that it rests on; empty if a root gives it
 * @param issuer the id of the key that signs it
 * @param subject the id of the key that may use it
 * @param rights what it may do
 * @param expiresAt from when on it counts no more, in whole microseconds
 * @param epoch the epoch of keys in which it was given; 1 or more
 * @param depth how many delegations stand above it; 0 for a root's, at most {@value #DEPTH_MAX}
 * @param nonce makes two otherwise equal delegations differ; 16 to 64 hexadecimal digits
 */
public record Delegation(
        Optional<String> parent,
        String issuer,
        String subject,
        Rights rights,
        Instant expiresAt,
        long epoch,
        int depth,
        String nonce) {
    /** The deepest that a delegation may stand. */
    public static final int DEPTH_MAX = 16;

    /** @throws IllegalArgumentException if it cannot be one, whoever signs it */
    public Delegation {
        expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS);
        parent.ifPresent(hash -> Check.sha256("parent", hash));
        Check.id("issuer", issuer);
        Check.id("subject", subject);
        Check.time("expires_at", expiresAt);
        if (issuer.equals(subject)) {
            throw new IllegalArgumentException("nobody delegates to himself: " + subject);
        }
        if (depth < 0 || depth > DEPTH_MAX || parent.isEmpty() != (depth == 0)) {
            throw new IllegalArgumentException("depth is " + depth + "; it is 0 for a root's delegation and 1 to "
                    + DEPTH_MAX + " for one with a parent");
        }
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch is " + epoch + "; it must be 1 or more");
        }
        boolean hex = nonce.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (!hex || nonce.length() < 16 || nonce.length() > 64) {
            throw new IllegalArgumentException("a nonce is 16 to 64 lower-case hexadecimal digits");
        }
    }
}
