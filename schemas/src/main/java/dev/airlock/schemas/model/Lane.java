package dev.airlock.schemas.model;

/** The way an intent takes through the system. What is unknown reads as {@link #UNKNOWN}. */
public enum Lane {
    /** Kafka, from hop to hop. */
    BUS,
    /** In process, to one node. */
    FAST,
    /** Refused. */
    UNKNOWN
}
