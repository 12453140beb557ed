package dev.airlock.gateway.shell;

import dev.airlock.lane.Decides;
import dev.airlock.lane.FastLane;

/** Opens the fast lane of a node whose executor is in this process. */
public interface FastLanes {
    /**
     * Opens it, and blocks until it is open. Whoever gave this closes the lane, behind the gateway.
     *
     * @param decisions the gateway's part of the lane
     * @throws IllegalStateException if it does not open, with the reason and what to do about it
     */
    FastLane open(Decides decisions);
}
