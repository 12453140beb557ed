package dev.airlock.jail.model;

/** What becomes of a denied call. */
public enum Strictness {
    /** It is made, and stands in the kernel's log: for finding out what a filter would break. No protection. */
    LOG,
    /** It fails with EPERM. */
    ERRNO,
    /** The process dies by SIGSYS. */
    KILL
}
