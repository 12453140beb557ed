package dev.airlock.schemas.wire;

/** A well-formed Avro record that the model refuses. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
        super(reason);
    }
}
