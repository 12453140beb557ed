package dev.airlock.road.broker;

/** The embedded broker cannot start; the message says what to do. */
public final class BrokerRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** Somebody else listens on the port. */
        PORT_TAKEN,
        /** Another node works on the directory. */
        DIRECTORY_LOCKED,
        /** The directory cannot be made or written, or its disk is full. */
        DIRECTORY_UNUSABLE,
        /** The server itself gave up. */
        SERVER_FAILED
    }

    private final Reason reason;

    BrokerRefused(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    BrokerRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
