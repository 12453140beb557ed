package dev.airlock.provenance.token;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When the intent passed each station, by the wall clocks of the hosts it passed, which may disagree; so no order is
 * demanded here. All are cut to whole microseconds.
 *
 * @param asked when the caller asked; for a frame without a time, when it came in
 * @param ranMicros how long the guest ran by the executor's monotonic clock
 */
public record Times(
        Instant asked,
        Optional<Instant> screened,
        Optional<Instant> admitted,
        Optional<Instant> started,
        Optional<Instant> ended,
        OptionalLong ranMicros) {
    /** @throws IllegalArgumentException if a time is outside the years 2000 to 9999 or the duration is negative */
    public Times {
        asked = Checks.time("eromheen.times.asked", asked);
        screened = screened.map(time -> Checks.time("eromheen.times.screened", time));
        admitted = admitted.map(time -> Checks.time("eromheen.times.admitted", time));
        started = started.map(time -> Checks.time("eromheen.times.started", time));
        ended = ended.map(time -> Checks.time("eromheen.times.ended", time));
        ranMicros.ifPresent(micros -> Checks.count("eromheen.times.ran_us", micros));
    }
}
