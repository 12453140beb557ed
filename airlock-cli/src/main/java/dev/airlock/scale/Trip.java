package dev.airlock.scale;

import dev.airlock.fleet.FleetFailed;
import dev.airlock.fleet.Sighting;
import dev.airlock.schemas.model.IntentKey;
import java.util.List;

/**
 * One intent's way; times as {@link System#nanoTime} has them.
 *
 * @param key its name
 * @param sent when it was handed to the bus, or, of paced traffic, when it was due
 * @param token how it ended
 */
record Trip(IntentKey key, long sent, Sighting token) {
    long seen() {
        return token.nanos();
    }

    double millis() {
        return (seen() - sent) / 1e6;
    }

    /** Those whose program did not run to its end, with what became of them. */
    static List<String> unrun(List<Trip> trips) {
        return trips.stream()
                .filter(trip -> !trip.token().ran())
                .map(trip -> trip.key().text() + " " + trip.token().type())
                .toList();
    }

    /**
     * The same trips, all of which ran: a refusal is quick, and says nothing of what a road can do.
     *
     * @throws FleetFailed if one did not
     */
    static List<Trip> ran(List<Trip> trips) throws FleetFailed {
        List<String> unrun = unrun(trips);
        if (!unrun.isEmpty()) {
            throw new FleetFailed(
                    unrun.size() + " of " + trips.size() + " programs did not run, the first " + unrun.getFirst());
        }
        return trips;
    }
}
