/**
 * An append-only file that survives everything but its disk: frames in segments, group commit, recovery. Rule of the room: it knows
 * bytes, sequence numbers and files, and nothing of tokens.
 */
package dev.airlock.lane.journal;
