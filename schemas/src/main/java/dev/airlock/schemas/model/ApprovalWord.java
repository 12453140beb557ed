package dev.airlock.schemas.model;

/** What an operator says of an intent that only an approval lets run. What is unknown reads as {@link #REJECT}. */
public enum ApprovalWord {
    /** It may run, once. */
    APPROVE,
    /** It may not, whoever approved it before. */
    REJECT
}
