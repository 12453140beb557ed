package dev.airlock.bench;

/** Why there are no figures: something did not work, so that its speed means nothing. */
public final class BenchFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String fix;

    BenchFailed(String message, String fix) {
        super(message);
        this.fix = fix;
    }

    BenchFailed(String message, String fix, Throwable cause) {
        super(message, cause);
        this.fix = fix;
    }

    /** What to do about it; may be empty. */
    public String fix() {
        return fix;
    }
}
