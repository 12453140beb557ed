package dev.airlock.lane.journal;

/** What room in a journal is claimed for. Each kind leaves a share to those behind it, so that none of these meets a journal that is full for it. */
public enum Claim {
    /** The run of a usual intent. */
    USUAL,
    /** An operator's. */
    PREFERRED,
    /** What is brief and owed to somebody: a refusal, or the end of what was cancelled or interrupted. */
    BRIEF
}
