package dev.airlock.bench;

import dev.airlock.bench.Way.Floor;
import dev.airlock.bench.Way.Road;
import dev.airlock.bench.model.Row;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.node.NodeRefused;
import dev.airlock.road.Bus;
import dev.airlock.road.keys.KeyFiles;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A whole node in this JVM against a bare relay on the same broker: first one intent at a time, then many at once. */
final class RoadBenchmark implements Benchmark {
    private static final int SLOTS = Runtime.getRuntime().availableProcessors();

    @Override
    public String name() {
        return "road";
    }

    @Override
    public String about() {
        return "intent to token through every service, against a bare relay over the same topics in the same run";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException, InterruptedException {
        try (Scratch scratch = Scratch.in(measurement.directory())) {
            DataDirectory data = new DataDirectory(scratch.directory());
            try (Node node = Node.start(data, new NodeOptions(0, 0, SLOTS, false, false), measurement::say)) {
                return measure(node.bus(), data, measurement);
            } catch (NodeRefused e) {
                throw new BenchFailed(e.getMessage(), e.fix(), e);
            }
        }
    }

    private static List<Row> measure(Bus bus, DataDirectory data, Measurement measurement)
            throws BenchFailed, IOException, InterruptedException {
        var keys = new KeyFiles(data.keys(), new SecureRandom());
        var completions = new Completions(keys.ring());
        try (Postbox postbox = Postbox.open(bus, Completions::nameIn)) {
            Road road = new Road(bus, postbox, keys.loadOrCreate("local"), InstantSource.system(), completions);
            measurement.say("the first intent");
            var _ = road.trip(UUID.randomUUID().toString(), "bench-0");
            try (Relay relay = Relay.start(bus, Specimens.of(bus));
                    Postbox opposite = Postbox.open(relay.bus(), Relay::nameIn);
                    Workshop workshop = Workshop.open(data.images(), SLOTS)) {
                return compare(road, new Floor(relay, opposite), workshop, measurement);
            }
        }
    }

    private static List<Row> compare(Road road, Floor floor, Workshop workshop, Measurement measurement)
            throws BenchFailed, IOException, InterruptedException {
        Latency latency = new Latency(road, floor, measurement);
        List<Row> rows = new ArrayList<>(latency.measure());
        var stages = new Stages(measurement, latency.count());
        rows.addAll(stages.between(road));
        rows.addAll(stages.aroundTheRun(road.bus(), road.completions()));
        rows.addAll(stages.between(floor));
        rows.addAll(new Throughput(road, floor, workshop, measurement).measure());
        return rows;
    }
}
