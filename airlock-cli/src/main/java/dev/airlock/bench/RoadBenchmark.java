package dev.airlock.bench;

import dev.airlock.bench.Relay.Shape;
import dev.airlock.bench.Way.Floor;
import dev.airlock.bench.Way.LastPart;
import dev.airlock.bench.Way.Road;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.node.NodeRefused;
import dev.airlock.redteam.Orders;
import dev.airlock.road.Bus;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.Signing;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Order;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            measurement.say("signatures are " + Signing.load()); // as a node's that others reach
            try (Node node = Node.start(data, options(measurement), measurement::say)) {
                return measure(node.bus(), data, measurement);
            } catch (NodeRefused e) {
                throw new BenchFailed(e.getMessage(), e.fix(), e);
            }
        }
    }

    private static NodeOptions options(Measurement measurement) {
        return new NodeOptions(0, 0, SLOTS, measurement.backend() == SandboxKind.SIMULATION, false);
    }

    private static List<Row> measure(Bus bus, DataDirectory data, Measurement measurement)
            throws BenchFailed, IOException, InterruptedException {
        var keys = new KeyFiles(data.keys(), new SecureRandom());
        var completions = new Completions(keys.ring(), measurement.backend());
        try (Postbox postbox = Postbox.open(bus, Completions::nameIn)) {
            SigningKey local = keys.loadOrCreate("local");
            Road road = new Road(bus, postbox, local, measurement.backend(), InstantSource.system(), completions);
            measurement.say("the first intent");
            var _ = road.trip(UUID.randomUUID().toString(), "bench-0");
            Map<Topic, byte[]> specimens = Specimens.of(bus);
            KeyFiles own = keys.remembering();
            Order given = Orders.read(specimens.get(Topic.ORDERS), keys.ring());
            var form = new OrderForm(given, own.loadOrCreate("gateway"));
            try (Relay bare = Relay.start(bus, Shape.BARE, specimens);
                    Relay full = Relay.start(bus, Shape.FULL, specimens);
                    Postbox bareSide = Postbox.open(bare.bus(), Relay::nameIn);
                    Postbox fullSide = Postbox.open(full.bus(), Relay::nameIn);
                    Postbox gateway = postbox.beginning(bus, Station.GATEWAY, Topic.ORDERS);
                    Workshop workshop = Workshop.open(measurement.backend(), data.images(), SLOTS)) {
                var floor = new Floor("relay", bare, bareSide);
                var executor = new LastPart(road, gateway, own.loadOrCreate("local"), form);
                var streams = new Throughput(road, floor, executor, workshop, measurement);
                streams.warmUp();
                List<Row> rows = oneAtATime(road, floor, new Floor("relay, all topics", full, fullSide), measurement);
                rows.addAll(streams.measure());
                return rows;
            }
        }
    }

    private static List<Row> oneAtATime(Road road, Floor floor, Floor full, Measurement measurement)
            throws BenchFailed, IOException, InterruptedException {
        Latency latency = new Latency(road, floor, full, measurement);
        List<Row> rows = new ArrayList<>(latency.measure());
        var stages = new Stages(measurement, latency.count());
        rows.addAll(stages.between(road));
        rows.addAll(stages.aroundTheRun(road.bus(), road.completions()));
        rows.addAll(stages.between(floor));
        return rows;
    }
}
