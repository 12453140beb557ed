package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.node.Launcher;
import dev.airlock.road.Bus;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * From starting {@code airlock up} on a directory that has been used before to the token of an intent that was published as soon as
 * its broker answered. The floor: from starting a process that is only the broker, by the same launcher and on the same records, to
 * its answer to the same intent.
 */
final class ColdStartBenchmark implements Benchmark {
    private static final String UNIT = "s";
    private static final String UP = "up to first token";
    private static final String FLOOR = "bare broker serves";
    private static final String CPU = ", CPU";
    private static final double LIMIT_SECONDS = 5;
    private static final int PREPARE_SECONDS_MAX = 300;

    @Override
    public String name() {
        return "cold-start";
    }

    @Override
    public String about() {
        return "from `airlock up` on a used data directory to the first token, against the bare broker's start";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException, InterruptedException {
        Path launcher = Launcher.path()
                .orElseThrow(() -> new BenchFailed(
                        "no launcher 'airlock' is above these classes", "run this as ./airlock bench cold-start"));
        try (Scratch scratch = Scratch.in(measurement.directory())) {
            Path used = scratch.directory().resolve("node");
            Path bare = scratch.directory().resolve("bare");
            measurement.say("preparing a data directory");
            prepare(launcher, used, measurement.backend(), scratch.directory().resolve("prepare.log"));
            Scratch.copy(used.resolve("broker"), bare);
            var rounds = new Rounds(
                    launcher,
                    measurement.backend(),
                    used,
                    bare,
                    scratch.directory().resolve("child.log"));
            int count = measurement.effort().of(5, 2);
            for (int i = 1; i <= count; i++) {
                add(measurement, FLOOR, rounds.floor());
                add(measurement, UP, rounds.up());
                measurement.say("round " + i + " of " + count + " done");
            }
        }
        Row floor = Row.time(FLOOR, UNIT, measurement.samples(FLOOR));
        Row up = Row.time(UP, UNIT, measurement.samples(UP))
                .over(floor.p50())
                .limited(Limit.atMost(Quantile.P50, LIMIT_SECONDS));
        Row cpuFloor = Row.time(FLOOR + CPU, UNIT, measurement.samples(FLOOR + CPU));
        Row cpuUp = Row.time(UP + CPU, UNIT, measurement.samples(UP + CPU)).over(cpuFloor.p50());
        return List.of(up, floor, cpuUp, cpuFloor);
    }

    private static void add(Measurement measurement, String series, Start start) throws IOException {
        measurement.add(series, UNIT, start.wallSeconds());
        measurement.add(series + CPU, UNIT, start.cpuSeconds());
    }

    /** One start, until what was waited for has happened. */
    private record Start(double wallSeconds, double cpuSeconds) {
        static Start of(Child child, long endNanos) {
            return new Start((endNanos - child.startedNanos()) / 1e9, child.cpuSeconds());
        }
    }

    private static void prepare(Path launcher, Path used, SandboxKind backend, Path output)
            throws BenchFailed, IOException, InterruptedException {
        Files.createDirectories(used);
        String name = backend.backend().name().toLowerCase(Locale.ROOT);
        try (Child child = Child.start(
                launcher, output, "run", "--data", used.toString(), "--backend", name, Wish.INTENT, "print(1)")) {
            child.awaitSuccess(PREPARE_SECONDS_MAX);
        }
    }

    /** One process after another. */
    private record Rounds(Path launcher, SandboxKind backend, Path used, Path bare, Path output) {
        /** Until the broker of a whole node has let an intent become a token. */
        Start up() throws BenchFailed, IOException, InterruptedException {
            int port = Serving.freePort();
            SigningKey key = new KeyFiles(used.resolve("keys"), new SecureRandom()).loadOrCreate("local");
            var completions = new Completions(new KeyFiles(used.resolve("keys"), new SecureRandom()).ring(), backend);
            String name = UUID.randomUUID().toString();
            try (Child child = Child.start(launcher, output, upArguments(port))) {
                Serving.await(port, child);
                try (Postbox postbox = Postbox.open(Bus.at(Serving.address(port)), Completions::nameIn)) {
                    var sent = postbox.send(name, "cold", Wish.sealed(name, "cold", backend, Instant.now(), key));
                    Postbox.Arrival arrival = postbox.await(sent);
                    completions.runOf(name, arrival.value().toArray());
                    return Start.of(child, arrival.nanos());
                }
            }
        }

        private String[] upArguments(int port) {
            List<String> arguments =
                    new ArrayList<>(List.of("up", "--data", used.toString(), "--port", "" + port, "--mux-port", "0"));
            if (backend == SandboxKind.SIMULATION) {
                arguments.add("--simulation");
            }
            return arguments.toArray(String[]::new);
        }

        /** Until a bare broker has taken an intent. */
        Start floor() throws BenchFailed, IOException, InterruptedException {
            int port = Serving.freePort();
            try (Child child = Child.start(
                    launcher, output, "bench", "--floor-broker", bare.toString(), "--floor-port", "" + port)) {
                Serving.await(port, child);
                SigningKey key = SigningKey.generate(new SecureRandom());
                String name = UUID.randomUUID().toString();
                byte[] value = Wish.sealed(name, "cold", backend, Instant.now(), key);
                return Start.of(child, Serving.taken(Bus.at(Serving.address(port)), value));
            }
        }
    }
}
