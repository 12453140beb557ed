package dev.airlock.bench;

import dev.airlock.bench.Turns.Bounds;
import dev.airlock.bench.Turns.Figure;
import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.sandbox.KeySeal;
import dev.airlock.executor.sandbox.StoredWarming;
import dev.airlock.executor.sandbox.Warming;
import dev.airlock.image.Image;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.BootFailed;
import dev.airlock.microvm.MicroVms;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.ParkedVm;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.Snapshot;
import dev.airlock.microvm.SnapshotStore;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * The rows of warmed Pythons. Their snapshot is stored, since the floor in C runs that very guest: its memory, its registers, its payload,
 * and it has to print the same bytes.
 */
final class PythonRows {
    private static final double HANDLER_RATIO = 1.25;
    private static final double COMPUTE_RATIO = 1.08;
    private static final SizeClass MEMORY = SizeClass.MIB_256;
    private static final String DIGEST_PREFIX = "sha256:";

    static final byte[] HANDLER = bytes("""
            import json, re, math
            print(json.dumps([re.findall(r'[0-9]+', 'a1b22'), math.sqrt(2)]))
            """);

    /** Prints how many microseconds it computed for. */
    private static final String COMPUTE = """
            import time
            start = time.perf_counter_ns()
            total = 0
            for i in range(200000):
                total += i * i % 7
            print((time.perf_counter_ns() - start) // 1000)
            """;

    private final Measurement measurement;
    private final Turns turns;
    private final Path directory;

    /** @param directory for the image, the snapshot and what the floor gets */
    PythonRows(Measurement measurement, Turns turns, Path directory) {
        this.measurement = measurement;
        this.turns = turns;
        this.directory = directory;
    }

    List<Row> measure(MicroVms vms) throws BenchFailed, BootFailed, Errno, IOException, InterruptedException {
        Image image = image(directory.resolve("images"), measurement);
        Path snapshots = directory.resolve("snapshots");
        SnapshotStore store = new SnapshotStore(snapshots, new KeySeal(SigningKey.generate(new SecureRandom())));
        SnapshotStore.Ready ready = store.build(vms, StoredWarming.origin(image, MEMORY), Warming.program(image));
        ready.remarks().forEach(measurement::say);
        try (Snapshot warm = ready.snapshot();
                ParkedVm vm = warm.park()) {
            Path stored = snapshots.resolve(warm.digest().substring(DIGEST_PREFIX.length()));
            return List.of(handler(vm, stored), computes(vm));
        }
    }

    /** This host's Python, as `airlock image build python` makes it. */
    static Image image(Path images, Measurement measurement) throws BenchFailed, IOException {
        try {
            ImageStore store = new ImageStore(images);
            PythonImage.build(store, Optional.empty(), measurement::say);
            return store.load(PythonImage.NAME);
        } catch (ImageRejected e) {
            throw new BenchFailed("no image of Python: " + e.getMessage(), "airlock doctor", e);
        }
    }

    private Row handler(ParkedVm vm, Path stored) throws BenchFailed, Errno, IOException, InterruptedException {
        Path payload = Files.write(directory.resolve("payload"), HANDLER);
        Path expected =
                Files.write(directory.resolve("expected"), run(vm, HANDLER).stdout());
        return turns.measure(
                new Figure(
                        "Python handler, run and reset",
                        measurement.effort().of(2_000, 20),
                        measurement.effort().of(10_000, 20)),
                Bounds.ratio(HANDLER_RATIO),
                () -> {
                    long start = System.nanoTime();
                    var _ = run(vm, HANDLER);
                    return GuestRows.micros(start, System.nanoTime());
                },
                "handler",
                Integer.toString(MEMORY.mib()),
                stored.resolve("state").toString(),
                stored.resolve("pages").toString(),
                payload.toString(),
                expected.toString());
    }

    /** By turns of one, since a native run is a process of its own; a hundred take as long as ten thousand handlers. */
    private Row computes(ParkedVm vm) throws Errno, BenchFailed, IOException, InterruptedException {
        int count = measurement.effort().of(100, 3);
        measurement.say("measuring " + count + " runs that only compute, here and in the host's own Python");
        String figure = "Python that computes";
        String floor = figure + " natively";
        for (int i = -1; i < count; i++) {
            double ours = number(run(vm, bytes(COMPUTE)).stdout());
            double natively = number(natively());
            if (i >= 0) {
                measurement.add(figure, Turns.UNIT, ours);
                measurement.add(floor, Turns.UNIT, natively);
            }
        }
        double median = measurement.samples(floor).percentile(50);
        return Row.time(figure, Turns.UNIT, measurement.samples(figure))
                .over(median)
                .limited(Limit.atMost(Quantile.P50, COMPUTE_RATIO * median));
    }

    private static RunTrace run(ParkedVm vm, byte[] payload) throws Errno, BenchFailed {
        RunTrace trace = GuestRows.check(vm.run(payload, GuestRows.LIMITS, Monitor.permissive()));
        vm.reset();
        return trace;
    }

    private static byte[] natively() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/usr/bin/python3", "-I", "-S", "-c", COMPUTE).start();
        byte[] out = process.getInputStream().readAllBytes();
        process.waitFor();
        return out;
    }

    private static double number(byte[] out) {
        return Long.parseLong(new String(out, StandardCharsets.US_ASCII).strip());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
