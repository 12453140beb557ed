package dev.airlock.schemas.model;

/** The hardened executor as a verdict sees it. What is unknown reads as {@link #UNKNOWN}. */
public enum RustAirlock {
    EMBEDDED,
    ONLINE,
    OFFLINE,
    UNKNOWN
}
