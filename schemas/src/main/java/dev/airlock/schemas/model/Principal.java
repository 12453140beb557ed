package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An operator's word on one key of a principal. The last one about a key holds; the earlier ones are its history.
 *
 * @param identity who holds the key: {@code jis:} and more, 128 visible ASCII characters at most
 * @param origin the principal's class, the same in all its records
 * @param keyId the key, as text; whether it is one is for whoever keeps the principals to see
 * @param validFrom from when on the key counts
 * @param validUntil from when on it counts no more; after {@code validFrom}
 * @param epoch the key's epoch, from 1
 * @param minEpoch keys of this principal below this epoch count no more; from 1
 * @param revokedAt from when on the key is revoked, if it is
 * @param reason why this was said; one line of 256 characters at most
 * @param statedAt when this was said
 */
public record Principal(
        String identity,
        Origin origin,
        String keyId,
        Instant validFrom,
        Instant validUntil,
        int epoch,
        int minEpoch,
        Optional<Instant> revokedAt,
        String reason,
        Instant statedAt) {
    private static final String SCHEME = "jis:";
    private static final int REASON_LENGTH_MAX = 256;

    /** @throws IllegalArgumentException that names the first field that is unfit */
    public Principal {
        requireIdentity(identity);
        Check.id("key_id", keyId);
        Check.time("valid_from", validFrom);
        Check.time("valid_until", validUntil);
        if (!validUntil.isAfter(validFrom)) {
            throw new IllegalArgumentException(
                    "valid_until is " + validUntil + "; it must be after valid_from, " + validFrom);
        }
        Check.range("epoch", epoch, 1, Integer.MAX_VALUE);
        Check.range("min_epoch", minEpoch, 1, Integer.MAX_VALUE);
        revokedAt.ifPresent(time -> Check.time("revoked_at", time));
        Check.printable("reason", reason, REASON_LENGTH_MAX);
        Check.time("stated_at", statedAt);
    }

    /** @throws IllegalArgumentException that says what would be right, if this names nobody */
    public static void requireIdentity(String identity) {
        Check.id("identity", identity);
        if (!identity.startsWith(SCHEME) || identity.length() == SCHEME.length()) {
            throw new IllegalArgumentException(
                    "identity is '" + identity + "'; it must begin with jis: and name somebody, as jis:acme:crawler");
        }
    }
}
