package dev.airlock.snaft.decide;

import static dev.airlock.schemas.model.RefusalKind.IDENTITY;

import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an intent's {@code created_at} may be from when it came in. A signature does not age by itself: without this, a kept
 * copy of a signed intent would run again as soon as the gateway has forgotten the first, which it does after the retention of
 * ADMITTED. The window is much shorter than that, so a copy is always either remembered or stale. It needs no memory, and so
 * survives every restart.
 *
 * @param ageMax how long before it came in an intent may have been made
 * @param aheadMax how far ahead of the clock that received it the caller's clock may be
 */
record Freshness(Duration ageMax, Duration aheadMax) {
    static final Freshness STANDARD = new Freshness(Intent.AGE_MAX, Intent.AHEAD_MAX);

    Freshness {
        if (!ageMax.isPositive() || aheadMax.isNegative()) {
            throw new IllegalArgumentException("a window of " + ageMax + " back and " + aheadMax
                    + " ahead lets nothing in; use more than 0 back and at least 0 ahead");
        }
    }

    /** Why an intent made then and received now is not taken; both bounds are still good. Empty if it is. */
    Optional<Refusal> refusal(Instant createdAt, Instant receivedAt) {
        Duration age = Duration.between(createdAt, receivedAt);
        if (age.compareTo(ageMax) > 0) {
            return refuse(createdAt + " is " + age + " before it was received at " + receivedAt + ", at most " + ageMax
                    + " is good; sign a new intent");
        }
        Duration ahead = Duration.between(receivedAt, createdAt);
        if (ahead.compareTo(aheadMax) > 0) {
            return refuse(createdAt + " is " + ahead + " after it was received at " + receivedAt + ", at most "
                    + aheadMax + " is good; set the caller's clock");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(String text) {
        return Optional.of(new Refusal(IDENTITY, "freshness", "created_at " + text));
    }
}
