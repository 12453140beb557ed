package dev.airlock.scale.model;

/**
 * What the model says of a road.
 *
 * @param perSecond intents per second
 * @param p50 milliseconds from an intent to its token
 * @param p99 the same for the slowest hundredth
 * @param front how much of the front's processors is used, 0 to 1
 * @param executor how much of the executors' processors is used, on average
 * @param slots how much of the slots of those executors that have a partition is used
 * @param idle executors that have no partition
 */
public record Forecast(
        double perSecond, double p50, double p99, double front, double executor, double slots, int idle) {

    /** What would have to grow first for more to get through, at the load that this was made for. */
    public String limit() {
        if (idle > 0) {
            return "partitions";
        }
        if (front >= executor && front >= slots) {
            return "front processors";
        }
        return executor >= slots ? "executor processors" : "slots";
    }
}
