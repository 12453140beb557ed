package dev.airlock.chaos;

import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;

/**
 * One intent that is to be sent.
 *
 * @param key its name, which stays the same however often it is sent
 * @param lane the only way that it may take
 * @param origin as what the operator who signs it wants it treated
 * @param copies how often its caller sends it, 1 or 2; the fast lane's callers send again by themselves
 */
record Errand(IntentKey key, Lane lane, Origin origin, int copies) {
    /** Whether the road owes it a run, whatever the posture is. */
    boolean isOperators() {
        return origin == Origin.OPERATOR;
    }
}
