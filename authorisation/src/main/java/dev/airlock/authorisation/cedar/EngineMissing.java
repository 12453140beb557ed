package dev.airlock.authorisation.cedar;

/** The engine cannot be used on this machine; the message says why and what to do. */
public final class EngineMissing extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message the reason and the fix */
    public EngineMissing(String message) {
        super(message);
    }

    EngineMissing(String message, Throwable cause) {
        super(message, cause);
    }
}
