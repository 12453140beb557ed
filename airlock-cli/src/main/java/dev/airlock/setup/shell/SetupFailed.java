package dev.airlock.setup.shell;

/** A step that did not succeed: the thing and what to do about it. */
public final class SetupFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String fix;

    SetupFailed(String message, String fix) {
        super(message);
        this.fix = fix;
    }

    SetupFailed(String message, String fix, Exception cause) {
        super(message, cause);
        this.fix = fix;
    }

    /** What to do; may be empty. */
    public String fix() {
        return fix;
    }
}
