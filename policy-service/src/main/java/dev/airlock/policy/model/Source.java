package dev.airlock.policy.model;

import dev.airlock.schemas.model.Cause;

/** Whose verdict it is, by the role of the key that signed it; only the newest of each counts. */
public enum Source {
    /** The observer speaks for the runtime. */
    RUNTIME(Cause.RUNTIME),
    /** A person with the operator's key. */
    OPERATOR(Cause.OPERATOR);

    private final Cause cause;

    Source(Cause cause) {
        this.cause = cause;
    }

    /** The cause of a posture that this source decided. */
    public Cause cause() {
        return cause;
    }
}
