package dev.airlock.fleet;

/** A road of processes that does not come up or does not answer, with what its processes wrote last. */
public final class FleetFailed extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what happened, for the user */
    public FleetFailed(String message) {
        super(message);
    }

    /** @param cause what it followed from */
    public FleetFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
