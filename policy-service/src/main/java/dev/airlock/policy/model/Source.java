package dev.airlock.policy.model;

import dev.airlock.schemas.model.Cause;

/** Whose verdict it is; only the newest of each counts. */
public enum Source {
    /** The observer speaks for the runtime, which is the whole fleet's. */
    RUNTIME(Cause.RUNTIME, Signer.OBSERVER),
    /** The observer has counted incidents. Its word is ended by a later one of an operator, and by nothing else. */
    INCIDENT(Cause.INCIDENT, Signer.OBSERVER),
    /** A person with the operator's key. */
    OPERATOR(Cause.OPERATOR, Signer.OPERATOR);

    private final Cause cause;
    private final Signer signer;

    Source(Cause cause, Signer signer) {
        this.cause = cause;
        this.signer = signer;
    }

    /** The cause of a posture that this source decided. */
    public Cause cause() {
        return cause;
    }

    /** Whose key speaks for it. */
    public Signer signer() {
        return signer;
    }
}
