package dev.airlock.chaos;

import dev.airlock.schemas.model.IntentKey;
import java.util.List;

/**
 * A fault that was made.
 *
 * @param what in words, with the token
 * @param victim whose token it is about
 * @param shows the beginning of the line in which the audit has to name the record
 */
record Planted(String what, IntentKey victim, String shows) {
    /** Whether one of these lines of an audit names it. */
    boolean named(List<String> audit) {
        return audit.stream().anyMatch(line -> line.startsWith(shows));
    }
}
