package dev.airlock.schemas.model;

/** How strict the policy of a run is. What is unknown reads as {@link #UNKNOWN}, which is refused. */
public enum Mode {
    /** A system call outside the policy ends the run. */
    ENFORCE,
    /** It is answered, and counted in the token. The always-dangerous calls end the run all the same. */
    AUDIT,
    /** Refused. */
    UNKNOWN
}
