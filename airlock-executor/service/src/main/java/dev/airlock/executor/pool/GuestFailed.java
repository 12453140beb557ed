package dev.airlock.executor.pool;

/** A guest that is of no more use, with the reason. */
public final class GuestFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public GuestFailed(String reason) {
        super(reason);
    }

    public GuestFailed(String reason, Throwable cause) {
        super(reason, cause);
    }
}
