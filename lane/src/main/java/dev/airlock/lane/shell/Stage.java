package dev.airlock.lane.shell;

/** Where an intent's time on the lane goes, in the order of the stages. */
public enum Stage {
    /** Snaft's word. */
    SCREEN,
    /** The gateway's decision. */
    DECIDE,
    /** Waiting for a slot. */
    SLOT,
    /** Room is reserved, and the beginning written. */
    BEGIN,
    /** The executor's check, plan, lease, run and judgement. */
    RUN,
    /** The token is made, signed, and written. */
    SEAL,
    /** It reaches the disk. */
    JOURNAL
}
