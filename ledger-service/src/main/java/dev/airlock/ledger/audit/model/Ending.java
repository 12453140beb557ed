package dev.airlock.ledger.audit.model;

import java.util.Locale;

/** How an intent ended, as charts tell it apart; in the order of the chart. */
public enum Ending {
    COMPLETED,
    /** Completed with another exit code than 0. */
    FAILED,
    REFUSED,
    CANCELLED,
    UNAVAILABLE,
    /** Killed for a violation. */
    VIOLATION,
    /** Killed at a limit. */
    LIMIT,
    FAULTED;

    /** {@code violation}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
