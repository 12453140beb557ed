package dev.airlock.schemas.wire;

/** What became of a record's bytes. */
public sealed interface Decoded<T> {
    /** They were read. */
    record Good<T>(T value) implements Decoded<T> {}

    /** They could not be read, and why; the record belongs to the dead letters. */
    record Malformed<T>(String reason) implements Decoded<T> {}
}
