package dev.airlock.schemas.model;

/**
 * How much harm an intent of a name can do, from the least to the most; so {@code compareTo} says which is the worse. What is unknown
 * reads as {@link #DESTRUCTIVE}.
 */
public enum Risk {
    /** Nothing that lasts is asked for. */
    BENIGN,
    /** Something is changed, or a program is run. */
    SENSITIVE,
    /** Something is destroyed or taken away. */
    DESTRUCTIVE
}
