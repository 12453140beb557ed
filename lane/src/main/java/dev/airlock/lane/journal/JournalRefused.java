package dev.airlock.lane.journal;

/** A journal that cannot be opened: in use, damaged, or unreachable. */
public final class JournalRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final String fix;

    JournalRefused(String message, String fix) {
        this(message, fix, null);
    }

    JournalRefused(String message, String fix, Throwable cause) {
        super(message, cause);
        this.fix = fix;
    }

    /** What to do about it. */
    public String fix() {
        return fix;
    }
}
