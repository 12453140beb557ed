package dev.airlock.gateway.wire;

import java.time.Instant;

/** Makes a time that a caller chose fit for a token. */
final class TokenTimes {
    private static final Instant MIN = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999Z");

    private TokenTimes() {}

    /** The claimed time if a token can say it, else the time at which the claim was read. */
    static Instant fit(Instant claimed, Instant read) {
        return claimed.isBefore(MIN) || claimed.isAfter(MAX) ? read : claimed;
    }
}
