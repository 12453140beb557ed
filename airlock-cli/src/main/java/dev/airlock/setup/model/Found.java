package dev.airlock.setup.model;

/** What lies where a stamp would. */
public sealed interface Found {
    /** Nothing. */
    record Nothing() implements Found {}

    /** Something else. */
    record Corrupt(String why) implements Found {}

    record Stamped(Stamp stamp) implements Found {}
}
