package dev.airlock.provenance.log;

import java.time.Instant;
import java.util.Optional;

/**
 * A signature of a note that was verified.
 *
 * @param key whose it is
 * @param at when a cosigner says that it signed, to the second; a plain signature has no time
 */
public record SignedBy(NoteKey key, Optional<Instant> at) {
    boolean isLaterThan(SignedBy other) {
        return at.isPresent() && other.at.isPresent() && at.get().isAfter(other.at.get());
    }
}
