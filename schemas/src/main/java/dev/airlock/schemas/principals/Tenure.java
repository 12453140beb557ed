package dev.airlock.schemas.principals;

import dev.airlock.schemas.model.Origin;
import java.time.Instant;

/** How somebody holds a key at a time. Only a {@link Holder} speaks for its principal; whatever else there is counts as nobody's word. */
public sealed interface Tenure {
    /** This principal's, and good. */
    record Holder(String identity, Origin origin) implements Tenure {}

    /** Nobody has said whose key it is. */
    record Unknown() implements Tenure {}

    /** Taken back; never good again. */
    record Revoked(String identity, Instant since, String reason) implements Tenure {}

    /** Its time is over. */
    record Expired(String identity, Instant since) implements Tenure {}

    /** Its time has not come. */
    record NotYet(String identity, Instant from) implements Tenure {}

    /** Left behind by an epoch of its principal's. */
    record OldEpoch(String identity, int epoch, int minEpoch) implements Tenure {}
}
