package dev.airlock.ledger.audit.model;

import java.util.Map;

/**
 * What deciding again came to.
 *
 * @param agreed decisions that came out the same
 * @param disagreed those that did not, or have no answer; each has a finding
 * @param untold those that cannot be decided again, by the reason why
 */
public record Redecided(long agreed, long disagreed, Map<String, Long> untold) {
    public Redecided {
        untold = Map.copyOf(untold);
    }

    /** How many decisions there were. */
    public long decisions() {
        return agreed
                + disagreed
                + untold.values().stream().mapToLong(Long::longValue).sum();
    }
}
