package dev.airlock.bench;

import dev.airlock.bench.Way.Trip;
import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.bench.model.Samples;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** One intent at a time, on the road and on the relay in turn; who goes first changes from pair to pair. */
final class Latency {
    private static final String UNIT = "ms";
    private static final double FLOORS_MAX = 1.5;
    private static final int SESSIONS = 8;
    private static final int TOLD_EVERY = 500;
    private static final String RUN = "the run itself";
    private static final String REST = "road without the run";

    private final Way road;
    private final Way floor;
    private final Measurement measurement;

    Latency(Way road, Way floor, Measurement measurement) {
        this.road = road;
        this.floor = floor;
        this.measurement = measurement;
    }

    List<Row> measure() throws BenchFailed, IOException, InterruptedException {
        int warmUp = measurement.effort().of(500, 100);
        measurement.say("warming up with " + warmUp + " intents each");
        for (int i = 0; i < warmUp; i++) {
            pair(i);
        }
        int count = count();
        for (int i = 0; i < count; i++) {
            Pair pair = pair(i);
            add(road.label(), pair.road().total().toNanos());
            add(floor.label(), pair.floor().total().toNanos());
            add(RUN, pair.road().run().toNanos());
            add(REST, pair.road().total().minus(pair.road().run()).toNanos());
            if ((i + 1) % TOLD_EVERY == 0 || i + 1 == count) {
                measurement.say((i + 1) + " of " + count + " intents one at a time");
            }
        }
        return rows();
    }

    /** How many intents are measured on each of the two. */
    int count() {
        return measurement.effort().of(2_000, 200);
    }

    private record Pair(Trip road, Trip floor) {}

    private Pair pair(int number) throws BenchFailed, InterruptedException {
        String session = "bench-" + number % SESSIONS;
        if (number % 2 == 0) {
            Trip first = road.trip(name(), session);
            return new Pair(first, floor.trip(name(), session));
        }
        Trip first = floor.trip(name(), session);
        return new Pair(road.trip(name(), session), first);
    }

    private static String name() {
        return UUID.randomUUID().toString();
    }

    private void add(String series, long nanos) throws IOException {
        measurement.add(series, UNIT, nanos / 1e6);
    }

    private List<Row> rows() {
        Samples relay = measurement.samples(floor.label());
        Samples run = measurement.samples(RUN);
        double bare = relay.percentile(50);
        double most = FLOORS_MAX * bare + run.percentile(50);
        return List.of(
                Row.time(road.label(), UNIT, measurement.samples(road.label()))
                        .over(bare)
                        .limited(Limit.atMost(Quantile.P50, most)),
                Row.time(REST, UNIT, measurement.samples(REST)).over(bare),
                Row.time(RUN, UNIT, run),
                Row.time(floor.label(), UNIT, relay));
    }
}
