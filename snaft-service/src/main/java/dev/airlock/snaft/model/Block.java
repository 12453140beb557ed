package dev.airlock.snaft.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody or something that an operator lets in no more.
 *
 * @param kind what is compared
 * @param value with what: the whole of it, or its beginning if it ends in {@code *}; of an intent, whole segments
 * @param reason why; it goes into the refusal
 * @param until from when on it counts no more; empty: as long as the set is in force
 * @param place where it stands in the file
 */
public record Block(Kind kind, String value, String reason, Optional<Instant> until, Place place) {
    /** What a block looks at. */
    public enum Kind {
        /** The holder of the key, as authenticated. */
        PRINCIPAL,
        /** Who the caller says it is. */
        FROM_AINT,
        SESSION,
        /** The hash of the payload. */
        PAYLOAD,
        /** The intent's name. */
        INTENT;

        /** Its name in files and refusals. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it ends in a wildcard. */
    public boolean open() {
        return value.endsWith("*");
    }

    /** The rule that refuses, {@code block.principal}. */
    public String id() {
        return "block." + kind.label();
    }

    /** Whether it counts at this time. */
    public boolean counts(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }
}
