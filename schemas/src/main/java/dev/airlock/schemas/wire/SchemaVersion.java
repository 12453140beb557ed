package dev.airlock.schemas.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** In which version of its schema a record is written. Records of both are read at any time. */
public enum SchemaVersion {
    /** That of the release before, as far as it has words for the record: while nodes of that release are on the bus. */
    PREVIOUS,
    /** This release's. */
    PRESENT;

    /** {@code previous} or {@code present}; empty for anything else. */
    public static Optional<SchemaVersion> named(String text) {
        return Stream.of(values())
                .filter(version -> version.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
