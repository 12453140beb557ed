package dev.airlock.provenance.token;

/** Why a run was ended from outside: a violation, the limit that it met, or somebody's word. */
public enum KillCause {
    /** A system call or a payload that its policy does not allow; {@code violations} names it. */
    VIOLATION,
    /** The wall-clock deadline. */
    DEADLINE,
    /** The memory of its size class. */
    MEMORY,
    /** The bytes it may print. */
    OUTPUT,
    /** The files it may write. */
    FILES,
    /** The system calls it may make. */
    TRACE,
    /** Its caller or an operator wanted it no more; the reason names who. */
    CANCELLED
}
