package dev.airlock.schemas.wire;

import dev.airlock.schemas.model.Line;

/** What became of a record's bytes. */
public sealed interface Decoded<T> {
    /** They were read. */
    record Good<T>(T value) implements Decoded<T> {}

    /**
     * They could not be read; the record belongs to the dead letters.
     *
     * @param reason why; made one printable line of at most 500 characters, for it may quote what a stranger wrote
     */
    record Malformed<T>(String reason) implements Decoded<T> {
        private static final int REASON_MAX = 500;

        public Malformed {
            reason = Line.fit(reason, REASON_MAX);
        }
    }
}
