package dev.airlock.road;

import dev.airlock.schemas.flow.Flow;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;

/** A station asked for a topic that the flow does not give it. */
public final class Undeclared extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private Undeclared(String message) {
        super(message);
    }

    static void unlessReads(Station station, Topic topic) {
        if (!Flow.mayRead(station, topic)) {
            throw new Undeclared(
                    station + " does not read " + topic + "; declare it in Station, or ask another station");
        }
    }

    static void unlessWrites(Station station, Topic topic) {
        if (!Flow.mayWrite(station, topic)) {
            throw new Undeclared(
                    station + " does not write " + topic + "; declare it in Station and Flow, or ask another station");
        }
    }
}
