package dev.airlock.bench;

import dev.airlock.bench.Postbox.Arrival;
import dev.airlock.bench.Postbox.Sent;
import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Many intents at once over many sessions: on the road, on the relay, as many orders for the executor alone, and the same programs on its sandbox with
 * nothing around it.
 */
final class Throughput {
    private static final String UNIT = "1/s";
    private static final double SHARE_MIN = 0.6;
    private static final int ROUNDS = 8;
    private static final int SESSIONS = 64;
    private static final int WARM_UP_ROUNDS_MAX = 20;

    private static final String ROAD = "stream on the road";
    private static final String RELAY = "stream on the relay";
    private static final String EXECUTOR = "executor alone, orders to tokens";
    private static final String GUESTS = "guests alone, no orders";

    private final Way road;
    private final Way floor;
    private final Way executor;
    private final Workshop workshop;
    private final Measurement measurement;

    Throughput(Way road, Way floor, Way executor, Workshop workshop, Measurement measurement) {
        this.road = road;
        this.floor = floor;
        this.executor = executor;
        this.workshop = workshop;
        this.measurement = measurement;
    }

    /** Until the compilers are calm, as in a node that has run for long. */
    void warmUp() throws BenchFailed, IOException, InterruptedException {
        Compilers.own().calm(measurement, count() + " intents at once on each", WARM_UP_ROUNDS_MAX, () -> {
            var _ = rate(floor, count());
            var _ = rate(road, count());
            var _ = rate(executor, count());
            var _ = workshop.rate(count());
        });
    }

    private int count() {
        return measurement.effort().of(2_000, 100);
    }

    /** One of what is compared. */
    private record Stream(String series, Rate rate) {}

    private interface Rate {
        double of(int count) throws BenchFailed, InterruptedException;
    }

    List<Row> measure() throws BenchFailed, IOException, InterruptedException {
        int count = count();
        List<Stream> order = new ArrayList<>(List.of(
                new Stream(RELAY, each -> rate(floor, each)),
                new Stream(ROAD, each -> rate(road, each)),
                new Stream(EXECUTOR, each -> rate(executor, each)),
                new Stream(GUESTS, workshop::rate)));
        for (int i = 1; i <= ROUNDS; i++) {
            for (Stream one : order) {
                measurement.add(one.series(), UNIT, one.rate().of(count));
            }
            Collections.rotate(order, 1);
            measurement.say("round " + i + " of " + ROUNDS + ": " + count + " intents at once");
        }
        return rows();
    }

    /** Intents per second, from the first that is sent to the last token that is there. */
    private double rate(Way way, int count) throws BenchFailed, InterruptedException {
        Map<String, byte[]> intents = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = UUID.randomUUID().toString();
            intents.put(name, way.intent(name, session(i)));
        }
        List<Sent> sent = new ArrayList<>();
        for (Map.Entry<String, byte[]> intent : intents.entrySet()) {
            sent.add(way.postbox().send(intent.getKey(), session(sent.size()), intent.getValue()));
        }
        List<Arrival> arrivals = new ArrayList<>();
        for (Sent one : sent) {
            arrivals.add(way.postbox().await(one));
        }
        for (int i = 0; i < count; i++) {
            var _ = way.runOf(sent.get(i).name(), arrivals.get(i).value());
        }
        long last = arrivals.stream().mapToLong(Arrival::nanos).max().orElseThrow();
        return count / ((last - sent.getFirst().nanos()) / 1e9);
    }

    private static String session(int number) {
        return "stream-" + number % SESSIONS;
    }

    private List<Row> rows() {
        Row relay = Row.rate(RELAY, UNIT, measurement.samples(RELAY));
        Row guests = Row.rate(GUESTS, UNIT, measurement.samples(GUESTS));
        Row orders = Row.rate(EXECUTOR, UNIT, measurement.samples(EXECUTOR)).over(guests.p50());
        double lower = Math.min(relay.p50(), orders.p50());
        Row ours = Row.rate(ROAD, UNIT, measurement.samples(ROAD))
                .over(lower)
                .limited(Limit.atLeast(Quantile.P50, SHARE_MIN * lower));
        return List.of(ours, orders, guests, relay);
    }
}
