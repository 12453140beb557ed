package dev.airlock.road;

/**
 * How close a {@link Tail} is to its topic.
 *
 * @param atNanos when the broker last said where the topic ends, by {@link System#nanoTime}
 * @param behind how many offsets were then still to be read; records of open transactions count
 */
public record Contact(long atNanos, long behind) {}
