package dev.airlock.schemas.model;

/** Where an intent comes from, from the least to the most trusted; the class of an authenticated principal. What is unknown reads as {@link #EXTERNAL_AI}. */
public enum Origin {
    EXTERNAL_AI,
    EXTERNAL,
    INTERNAL,
    LOCAL,
    OPERATOR
}
