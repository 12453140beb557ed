package dev.airlock.scale;

import dev.airlock.bench.model.Samples;
import dev.airlock.fleet.Sighting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the ways of many intents tell of a blow to one executor. Pure.
 *
 * @param before milliseconds to the token at p99 before the blow
 * @param recovery seconds from the blow until the last late token of what was sent before the resume was seen; 0 if none was late
 * @param orphans seconds that an intent took at most, of those sent in that time on partitions that were the executor's
 * @param bystanders the same on partitions that were others'
 * @param again seconds from the resume until the last late token of what was sent after it was seen; 0 if none was late
 * @param throughput tokens per second between recovery and resume, of those sent per second
 * @param sealed tokens that the executor sealed before the blow
 * @param ghosts tokens that it sealed of what was sent while it was away
 */
public record Aftermath(
        double before,
        double recovery,
        double orphans,
        double bystanders,
        double again,
        double throughput,
        long sealed,
        long ghosts) {
    private static final double LATE_FACTOR = 3;
    private static final double LATE_MILLIS_MIN = 1_000;
    private static final double THROUGHPUT_MIN = 0.9;

    /** Throughput has to be back after this, in seconds; and soon again when the executor is resumed. */
    public static final double RECOVERY_MAX = 10;
    /** Nobody else's sessions are held up for longer, in seconds. */
    public static final double BYSTANDERS_MAX = 5;

    /**
     * When it happened, as {@link System#nanoTime} has it.
     *
     * @param struck when the executor fell out
     * @param over when it was resumed, or, if it was not, when that would have been
     * @param back when it can have sealed something again; {@link Long#MAX_VALUE} if never
     */
    record Moments(long struck, long over, long back) {}

    /** @param actor whom the blow hit, as its tokens name it */
    static Aftermath of(List<Trip> trips, Moments moments, String actor) {
        Samples calm = Samples.of(trips.stream()
                .filter(trip -> trip.seen() < moments.struck())
                .map(Trip::millis)
                .toList());
        double late = Math.max(LATE_MILLIS_MIN, LATE_FACTOR * calm.percentile(99));
        long recovered = lastLate(
                trips.stream().filter(trip -> trip.seen() > moments.struck() && trip.sent() < moments.over()),
                late,
                moments.struck());
        long again = lastLate(trips.stream().filter(trip -> trip.sent() >= moments.over()), late, moments.over());
        return new Aftermath(
                calm.percentile(99),
                (recovered - moments.struck()) / 1e9,
                longest(trips, moments, whose(trips, moments, actor, true)),
                longest(trips, moments, whose(trips, moments, actor, false)),
                (again - moments.over()) / 1e9,
                throughput(trips, recovered, moments.over()),
                trips.stream()
                        .filter(trip -> trip.seen() < moments.struck())
                        .filter(trip -> trip.token().actor().equals(actor))
                        .count(),
                trips.stream()
                        .filter(trip -> trip.sent() > moments.struck() && trip.seen() < moments.back())
                        .filter(trip -> trip.token().actor().equals(actor))
                        .count());
    }

    private static long lastLate(Stream<Trip> trips, double late, long none) {
        return trips.filter(trip -> trip.millis() > late)
                .mapToLong(Trip::seen)
                .max()
                .orElse(none);
    }

    private static double throughput(List<Trip> trips, long from, long to) {
        long seen = trips.stream()
                .filter(trip -> trip.seen() > from && trip.seen() <= to)
                .count();
        long sent = trips.stream()
                .filter(trip -> trip.sent() > from && trip.sent() <= to)
                .count();
        return sent == 0 ? 0 : (double) seen / sent;
    }

    /** The partitions in which the executor, or somebody else, was the last to seal before the blow. */
    private static Set<Integer> whose(List<Trip> trips, Moments moments, String actor, boolean its) {
        Map<Integer, Sighting> last = new HashMap<>();
        trips.stream()
                .filter(trip -> trip.seen() < moments.struck())
                .map(Trip::token)
                .forEach(token -> last.merge(
                        token.partition(), token, (one, other) -> one.nanos() > other.nanos() ? one : other));
        return last.values().stream()
                .filter(token -> token.actor().equals(actor) == its)
                .map(Sighting::partition)
                .collect(Collectors.toSet());
    }

    private static double longest(List<Trip> trips, Moments moments, Set<Integer> partitions) {
        return trips.stream()
                        .filter(trip -> trip.sent() > moments.struck() && trip.sent() < moments.over())
                        .filter(trip -> partitions.contains(trip.token().partition()))
                        .mapToDouble(Trip::millis)
                        .max()
                        .orElse(0)
                / 1e3;
    }

    /** Whether there was a blow at all: the executor had work, which others did later than theirs, and did nothing while it was away. */
    public boolean struck() {
        return sealed > 0 && ghosts == 0 && orphans > bystanders;
    }

    /** Whether the others had taken over in time, held up nobody, and were not disturbed by who came back. */
    public boolean holds() {
        return struck()
                && recovery <= RECOVERY_MAX
                && again <= RECOVERY_MAX
                && bystanders <= BYSTANDERS_MAX
                && throughput >= THROUGHPUT_MIN;
    }
}
