package dev.airlock.schemas.model;

/** The trust kernel as a verdict sees it. What is unknown reads as {@link #UNKNOWN}. */
public enum TrustKernel {
    ONLINE_WITH_AIRLOCK,
    ONLINE_WITHOUT_AIRLOCK,
    ONLINE,
    OFFLINE,
    UNKNOWN
}
