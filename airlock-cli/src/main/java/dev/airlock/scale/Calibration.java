package dev.airlock.scale;

import dev.airlock.bench.model.Samples;
import dev.airlock.fleet.FleetFailed;
import dev.airlock.scale.model.Costs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an intent costs on a road with one executor: looked at while one caller wants something, while nobody does, and while
 * more do than it has slots.
 */
final class Calibration {
    /** Enough that no slot ever waits for a caller. */
    private static final int CALLERS_PER_SLOT = 4;

    private final Grounds grounds;
    private final Traffic traffic;
    private final Duration stretch;
    private final int slots;
    private final Consumer<String> progress;

    /**
     * @param stretch for how long each of the three is looked at
     * @param slots of the executor
     */
    Calibration(Grounds grounds, Traffic traffic, Duration stretch, int slots, Consumer<String> progress) {
        this.grounds = grounds;
        this.traffic = traffic;
        this.stretch = stretch;
        this.slots = slots;
        this.progress = progress;
    }

    /**
     * What was seen.
     *
     * @param costs of one intent
     * @param full intents per second with full slots
     * @param aloneMillis from intent to token when one caller is alone, the median
     */
    record Seen(Costs costs, double full, double aloneMillis) {}

    /** How many callers fill so many slots. */
    static int callers(int slots) {
        return CALLERS_PER_SLOT * slots;
    }

    /** @param programMillis how long the program waits by itself */
    Seen look(double programMillis) throws IOException, FleetFailed, InterruptedException {
        progress.accept(
                "calibrating: one caller, nobody, " + callers(slots) + " callers; " + stretch.toSeconds() + " s each");
        // Full first, so that what stands still afterwards has compiled all that it does.
        traffic.closed(callers(slots), stretch);
        Samples alone = millis(Trip.ran(traffic.closed(1, stretch)));
        CpuLook before = CpuLook.at(grounds.fleet());
        Thread.sleep(stretch);
        CpuLook.Used standing = CpuLook.at(grounds.fleet()).since(before);
        before = CpuLook.at(grounds.fleet());
        List<Trip> trips = Trip.ran(traffic.closed(callers(slots), stretch));
        CpuLook.Used busy = CpuLook.at(grounds.fleet()).since(before);
        double full = rate(trips, stretch);
        double frontStanding = standing.front() / standing.seconds();
        double runStanding = (standing.executors() + standing.rest()) / standing.seconds();
        double held = 1000.0 * slots / full;
        double front = perIntent(busy.front() - frontStanding * busy.seconds(), trips.size());
        double run = perIntent(busy.executors() + busy.rest() - runStanding * busy.seconds(), trips.size());
        double around = Math.max(0, alone.percentile(50) - Math.max(held, programMillis) - front);
        return new Seen(
                new Costs(front, around / 2, Math.min(run, held), held, around / 2, frontStanding, runStanding),
                full,
                alone.percentile(50));
    }

    private static double perIntent(double seconds, int intents) {
        return Math.max(0, 1000 * seconds / intents);
    }

    /** Tokens per second that came within the time; who was answered behind its end is not counted. */
    static double rate(List<Trip> trips, Duration time) {
        long began = trips.stream().mapToLong(Trip::sent).min().orElseThrow();
        long end = began + time.toNanos();
        return trips.stream().filter(trip -> trip.seen() <= end).count() / (time.toNanos() / 1e9);
    }

    private static Samples millis(List<Trip> trips) {
        return Samples.of(trips.stream().map(Trip::millis).toList());
    }
}
