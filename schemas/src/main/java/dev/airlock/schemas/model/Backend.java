package dev.airlock.schemas.model;

/** What runs a program. What is unknown reads as {@link #UNKNOWN}. */
public enum Backend {
    /** Whatever the node prefers; never the simulation. */
    ANY,
    /** A microVM on /dev/kvm. */
    MICROVM,
    /** Nothing is run; only when asked for by name. */
    SIMULATION,
    /** A container of the host's kernel, through an OCI runtime. */
    CONTAINER,
    /** Refused. */
    UNKNOWN
}
