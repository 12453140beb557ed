package dev.airlock.bench;

import dev.airlock.bench.Way.Trip;
import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.bench.model.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One intent at a time, on the road and on the relays in turn; who goes first changes from round to round. */
final class Latency {
    private static final String UNIT = "ms";
    private static final double FLOORS_MAX = 1.5;
    private static final int SESSIONS = 8;
    private static final String SESSION = "bench-";
    private static final int TOLD_EVERY = 500;
    private static final String RUN = "the run itself";
    private static final String REST = "road without the run";

    private final Way road;
    private final Way floor;
    private final Way full;
    private final Measurement measurement;

    /**
     * @param floor what the road is compared with
     * @param full what a relay with all its topics takes, to be told beside it
     */
    Latency(Way road, Way floor, Way full, Measurement measurement) {
        this.road = road;
        this.floor = floor;
        this.full = full;
        this.measurement = measurement;
    }

    List<Row> measure() throws BenchFailed, IOException, InterruptedException {
        int warmUp = measurement.effort().of(500, 100);
        measurement.say("warming up with " + warmUp + " intents each");
        for (int i = 0; i < warmUp; i++) {
            var _ = round(i);
        }
        int count = count();
        for (int i = 0; i < count; i++) {
            for (Map.Entry<Way, Trip> one : round(i).entrySet()) {
                keep(one.getKey(), one.getValue());
            }
            if ((i + 1) % TOLD_EVERY == 0 || i + 1 == count) {
                measurement.say((i + 1) + " of " + count + " intents one at a time");
            }
        }
        return rows();
    }

    /** How many intents are measured on each of them. */
    int count() {
        return measurement.effort().of(2_000, 200);
    }

    /** Whether a record's key is the session of intents that come one at a time. */
    static boolean isOurs(byte[] key) {
        return new String(key, StandardCharsets.UTF_8).startsWith(SESSION);
    }

    private Map<Way, Trip> round(int number) throws BenchFailed, InterruptedException {
        List<Way> order = new ArrayList<>(List.of(road, floor, full));
        Collections.rotate(order, number);
        Map<Way, Trip> trips = new LinkedHashMap<>();
        for (Way way : order) {
            trips.put(way, way.trip(UUID.randomUUID().toString(), SESSION + number % SESSIONS));
        }
        return trips;
    }

    private void keep(Way way, Trip trip) throws IOException {
        add(way.label(), trip.total());
        if (way.equals(road)) {
            add(RUN, trip.run());
            add(REST, trip.total().minus(trip.run()));
        }
    }

    private void add(String series, Duration duration) throws IOException {
        measurement.add(series, UNIT, duration.toNanos() / 1e6);
    }

    private List<Row> rows() {
        Samples relay = measurement.samples(floor.label());
        Samples run = measurement.samples(RUN);
        double bare = relay.percentile(50);
        double most = FLOORS_MAX * bare + run.percentile(50);
        return List.of(
                time(road.label()).over(bare).limited(Limit.atMost(Quantile.P50, most)),
                time(REST).over(bare),
                time(RUN),
                time(floor.label()),
                time(full.label()).over(bare));
    }

    private Row time(String series) {
        return Row.time(series, UNIT, measurement.samples(series));
    }
}
