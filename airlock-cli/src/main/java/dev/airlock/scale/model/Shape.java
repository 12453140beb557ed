package dev.airlock.scale.model;

/**
 * A road to be looked at.
 *
 * @param executors how many there are, each on a host of its own unless {@code together}
 * @param slots how many runs each has at once
 * @param partitions how many a topic of sessions has; a partition is one executor's
 * @param cores of each host
 * @param fronts how many hosts share snaft's, the gateway's and the broker's work
 * @param together whether all of it stands on one host, as when it is measured
 */
public record Shape(int executors, int slots, int partitions, int cores, int fronts, boolean together) {
    public Shape {
        for (int value : new int[] {executors, slots, partitions, cores, fronts}) {
            if (value < 1) {
                throw new IllegalArgumentException("a road has 1 and more of everything, not " + value);
            }
        }
    }

    /** How many executors have a partition to work on. */
    public int working() {
        return Math.min(executors, partitions);
    }
}
