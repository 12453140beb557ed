package dev.airlock.scale;

import dev.airlock.schemas.model.IntentKey;

/**
 * One intent's way; times as {@link System#nanoTime} has them.
 *
 * @param key its name
 * @param sent when it was handed to the bus, or, of paced traffic, when it was due
 * @param seen when its token was seen
 */
record Trip(IntentKey key, long sent, long seen) {
    double millis() {
        return (seen - sent) / 1e6;
    }
}
