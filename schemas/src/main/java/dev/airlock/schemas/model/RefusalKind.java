package dev.airlock.schemas.model;

/** Why an intent is refused; what is unknown reads as {@link #POLICY}. The answer to a caller follows from it. */
public enum RefusalKind {
    /** The current posture forbids it. */
    POSTURE(403),
    /** A policy forbids it. */
    POLICY(403),
    /** A rule of the firewall caught it. */
    RULE(403),
    /** The caller is not who he must be. */
    IDENTITY(403),
    /** The grant is missing, forged, expired or used. */
    GRANT(403),
    /** The intent is not well formed, or came by the wrong lane. */
    MALFORMED(400),
    /** No route leads there. */
    UNKNOWN_INTENT(400),
    /** The route's image is not on this node. */
    NO_IMAGE(400),
    /** Another intent with this id and other contents was there first. */
    DUPLICATE(400),
    /** No room. */
    CAPACITY(503),
    /** The node is going away. */
    DRAINING(503),
    /** No backend can run it. */
    NO_BACKEND(503),
    /** The bus cannot be reached. */
    BUS(503),
    /** Its caller or an operator cancelled it before it was run. */
    CANCELLED(403);

    private final int status;

    RefusalKind(int status) {
        this.status = status;
    }

    /** What a MUX or HTTP caller is answered: 400, 403 or 503. */
    public int status() {
        return status;
    }
}
