package dev.airlock.selftest;

/** Why there is no verdict: the tests could not be begun, or did not come to their end. */
public final class SelftestFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String fix;

    SelftestFailed(String message, String fix) {
        super(message);
        this.fix = fix;
    }

    /** What to do about it; may be empty. */
    public String fix() {
        return fix;
    }
}
