package dev.airlock.schemas.model;

/** Whether external AI may come in. What is unknown reads as {@link #DENY}. */
public enum ExternalInbound {
    /** Only with a verified key. */
    ALLOW_IF_IDENTITY_BOUND,
    DENY
}
