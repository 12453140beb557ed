package dev.airlock.provenance.token;

/** Why a run ended without being completed or killed. */
public enum FaultCause {
    /** The guest's processor met an exception that its kernel part does not serve. */
    GUEST_EXCEPTION,
    /** The process that ran it died. */
    INTERRUPTED,
    /** The backend failed. */
    BACKEND_FAILURE
}
