/**
 * Keys on disk: secrets that only their owner can read, and the public halves that make up the key ring.
 *
 * <p>Rule of the room: a secret is never readable by others, not even while it is being written, and never printed.
 */
package dev.airlock.road.keys;
