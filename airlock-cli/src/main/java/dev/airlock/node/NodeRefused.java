package dev.airlock.node;

/** Why a node does not start, and what to do about it. */
public final class NodeRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String fix;
    private final boolean unavailable;

    NodeRefused(String message, String fix, boolean unavailable, Throwable cause) {
        super(message, cause);
        this.fix = fix;
        this.unavailable = unavailable;
    }

    public String fix() {
        return fix;
    }

    /** Whether something this node needs is not there, rather than its use being wrong. */
    public boolean unavailable() {
        return unavailable;
    }
}
