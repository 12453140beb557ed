package dev.airlock.schemas.model;

/** How much harm an intent may do, from the least to the most. */
public enum Risk {
    BENIGN,
    SENSITIVE,
    DESTRUCTIVE
}
