package dev.airlock.setup.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The word that a set-up came to its end; without it there was none.
 *
 * @param completedAt when
 * @param release what was set up
 * @param users how the services' users begin; empty in a stamp of a release that did not say
 */
public record Stamp(Instant completedAt, Release release, Optional<String> users) {
    public Stamp {
        users.ifPresent(Users::require);
    }
}
