package dev.airlock.setup.model;

import java.util.Locale;

/** How what is set up stands to the distribution that asks. */
public enum SetupState {
    /** It is this one. */
    OK,
    /** Nothing was set up here. */
    FIRST_RUN,
    /** Something older was, or another build of the same version. */
    STALE_AFTER_UPDATE,
    /** Something newer was: nobody goes back by oversight. */
    STALE_AFTER_DOWNGRADE,
    /** What says so cannot be read. */
    STAMP_CORRUPT;

    /** As it is printed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
