package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.bench.model.Samples;
import dev.airlock.lane.shell.Stage;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeOptions;
import dev.airlock.node.NodeRefused;
import dev.airlock.road.keys.Signing;
import dev.airlock.schemas.model.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The fast lane: from a frame on a loopback socket to its signed and journaled token. The floor is an {@code fdatasync} of as many bytes
 * on the same disk in the same run. The broker is a process of its own, so that its work is not taken for the node's. The processor time
 * is that of the node's process without the client's threads, and beside it the same together with the broker's.
 */
final class FastBenchmark implements Benchmark {
    private static final double MEAN_ABOVE_FLOOR_MAX = 0.6;
    private static final double PER_CPU_SECOND_MIN = 1_500;
    private static final double P99_MILLIS_MAX = 10;

    private static final int WARM_UP_ROUNDS_MAX = 60;

    private static final String MILLIS = "ms";
    private static final String TRIP = "one at a time";
    private static final String FLOOR = "fdatasync";
    private static final String MEAN = "mean above the fdatasync";
    private static final String REST = "  sockets, frames, hand-overs";
    private static final String PER_CPU = "executions per CPU second of the node";
    private static final String WITH_BROKER = "  of node and broker";
    private static final String PER_SECOND = "executions per second";
    private static final String HALF = "at half of that rate";

    @Override
    public String name() {
        return "fast";
    }

    @Override
    public String about() {
        return "from a MUX frame to its journaled token on the fast lane, against an fdatasync";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException, InterruptedException {
        Backend backend = measurement.backend().backend();
        StageTimes stages = new StageTimes();
        try (Scratch scratch = Scratch.in(measurement.directory())) {
            DataDirectory data = new DataDirectory(scratch.directory());
            NodeOptions options = new NodeOptions(0, Serving.freePort(), 0, backend == Backend.SIMULATION, false);
            measurement.say("signatures are " + Signing.load());
            try (BrokerBeside broker = BrokerBeside.start(scratch.directory());
                    Node node = Node.startOn(data, broker.bus(), options, measurement::say, stages);
                    SyncFloor floor = SyncFloor.in(scratch.directory())) {
                Frames frames = new Frames(options.muxPort(), backend);
                var load = new Load(frames, broker::cpuSeconds);
                int seconds = measurement.effort().of(5, 1);
                Compilers.own().calm(measurement, seconds + " s of load", WARM_UP_ROUNDS_MAX, () -> {
                    var _ = load.closed(seconds);
                });
                List<Row> rows = new ArrayList<>(oneAtATime(frames, floor, stages, measurement));
                rows.addAll(underLoad(load, stages, measurement));
                measurement.say("signatures were " + Signing.load());
                measurement.say("closing " + node.mux().orElse("the node"));
                return rows;
            } catch (NodeRefused e) {
                throw new BenchFailed(e.getMessage(), e.fix(), e);
            }
        }
    }

    private List<Row> oneAtATime(Frames frames, SyncFloor floor, StageTimes stages, Measurement measurement)
            throws BenchFailed, IOException {
        int warmUp = measurement.effort().of(5_000, 300);
        int count = measurement.effort().of(10_000, 500);
        try (Frames.Client client = frames.client()) {
            measurement.say("warming up with " + warmUp + " frames");
            for (int i = 0; i < warmUp; i++) {
                client.call();
                floor.sync();
            }
            stages.reset();
            measurement.say("measuring " + count + " frames one at a time");
            for (int i = 0; i < count; i++) {
                measurement.add(FLOOR, MILLIS, floor.sync() / 1e6);
                measurement.add(TRIP, MILLIS, client.call() / 1e6);
            }
        }
        return rows(stages, measurement);
    }

    private List<Row> rows(StageTimes stages, Measurement measurement) throws IOException {
        Samples trip = measurement.samples(TRIP);
        Samples floor = measurement.samples(FLOOR);
        measurement.add(MEAN, MILLIS, trip.mean() - floor.mean());
        List<Row> rows = new ArrayList<>(List.of(
                Row.time(TRIP, MILLIS, trip).over(floor.percentile(50)),
                Row.time(FLOOR, MILLIS, floor),
                Row.time(MEAN, MILLIS, measurement.samples(MEAN))
                        .limited(Limit.atMost(Quantile.P50, MEAN_ABOVE_FLOOR_MAX))));
        rows.addAll(rows("  ", stages, measurement));
        double known = 0;
        for (Stage stage : Stage.values()) {
            known += measurement.samples(figure("  ", stage)).mean();
        }
        measurement.add(REST, MILLIS, Math.max(0, trip.mean() - known));
        rows.add(Row.time(REST + " (mean)", MILLIS, measurement.samples(REST)));
        return rows;
    }

    private static String figure(String of, Stage stage) {
        return of + stage.name().toLowerCase(Locale.ROOT);
    }

    private static List<Row> rows(String of, StageTimes stages, Measurement measurement) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            String figure = figure(of, stage);
            for (double millis : stages.millis(stage)) {
                measurement.add(figure, MILLIS, millis);
            }
            rows.add(Row.time(figure, MILLIS, measurement.samples(figure)));
        }
        return rows;
    }

    private List<Row> underLoad(Load load, StageTimes stages, Measurement measurement)
            throws BenchFailed, IOException, InterruptedException {
        int seconds = measurement.effort().of(60, 4);
        measurement.say("as many as it takes, for " + seconds + " s");
        Steal steal = Steal.since();
        Load.Outcome full = load.closed(seconds);
        List<Row> stolenAtFull = rows("  steal", steal, measurement);
        measurement.add(PER_CPU, "1/s", full.count() / full.cpuSeconds());
        measurement.add(WITH_BROKER, "1/s", full.count() / (full.cpuSeconds() + full.brokerCpuSeconds()));
        measurement.add(PER_SECOND, "1/s", full.count() / full.seconds());
        double half = full.count() / full.seconds() / 2;
        int before = measurement.effort().of(10, 1);
        measurement.say(
                "%.0f a second, for %d s, of which the last %d count".formatted(half, before + seconds, seconds));
        var _ = load.paced(half, before); // what the full load left behind is on its way to the bus
        stages.reset();
        Steal stealAtHalf = Steal.since();
        List<Double> waits = load.paced(half, seconds).millis();
        List<Row> stolenAtHalf = rows("  at half: steal", stealAtHalf, measurement);
        for (double millis : waits) {
            measurement.add(HALF, MILLIS, millis);
        }
        List<Row> rows = new ArrayList<>(List.of(
                Row.rate(PER_CPU, "1/s", measurement.samples(PER_CPU))
                        .limited(Limit.atLeast(Quantile.P50, PER_CPU_SECOND_MIN)),
                Row.rate(WITH_BROKER, "1/s", measurement.samples(WITH_BROKER)),
                Row.rate(PER_SECOND, "1/s", measurement.samples(PER_SECOND))));
        rows.addAll(stolenAtFull);
        rows.add(Row.time(HALF, MILLIS, measurement.samples(HALF)).limited(Limit.atMost(Quantile.P99, P99_MILLIS_MAX)));
        rows.addAll(stolenAtHalf);
        rows.addAll(rows("  at half: ", stages, measurement));
        return rows;
    }

    /** How much time the host gave to others meanwhile, where it tells: a tail that is its doing is not ours to shorten. */
    private static List<Row> rows(String figure, Steal steal, Measurement measurement) throws IOException {
        OptionalDouble percent = steal.percent();
        if (percent.isEmpty()) {
            return List.of();
        }
        measurement.add(figure, "%", percent.getAsDouble());
        return List.of(Row.time(figure, "%", measurement.samples(figure)));
    }
}
