package dev.airlock.bench;

import dev.airlock.bench.model.Row;
import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.Containers;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.image.Image;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What containers cost beside plain {@code crun run} of the same image: a wake, a run whose calls are all seen, the end of a violation, a
 * pool. In turns, on one host, in one run; where there is KVM, the same payload in a microVM beside them.
 */
final class ContainerBenchmark implements Benchmark {
    private static final int SLOTS = 2;
    private static final int RUNS = 10;
    private static final String POOL = "short runs with a pool";

    @Override
    public String name() {
        return "container";
    }

    @Override
    public String about() {
        return "wakes, runs and violations of containers, against plain `crun run`";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (Scratch scratch = Scratch.in(measurement.directory())) {
            Path images = scratch.directory().resolve("images");
            ImageStore store = new ImageStore(images);
            PythonImage.build(store, Optional.empty(), measurement::say);
            Image image = store.load(PythonImage.NAME);
            try (Containers containers =
                            Containers.open(scratch.directory().resolve("c"), ContainerRuntime.Wanted.CRUN);
                    GuestPayload guest = new GuestPayload(images)) {
                measurement.say(containers.isolation(false));
                String fault = guest.fault();
                if (!fault.isEmpty()) {
                    measurement.say("no microVM beside: " + fault);
                }
                Optional<GuestPayload> beside = fault.isEmpty() ? Optional.of(guest) : Optional.empty();
                rows.addAll(new ContainerRows(measurement, containers, image, beside).measure());
            }
            rows.add(pool(measurement, images));
            return rows;
        } catch (ContainerFailed e) {
            throw new BenchFailed("no container: " + e.getMessage(), "airlock doctor", e);
        } catch (ImageRejected e) {
            throw new BenchFailed("no image of Python: " + e.getMessage(), "airlock doctor", e);
        }
    }

    /** Each sample is the rate of ten runs: every one of them uses a container up, so its pool has to keep pace. */
    private static Row pool(Measurement measurement, Path images)
            throws BenchFailed, IOException, InterruptedException {
        int count = measurement.effort().of(20, 2);
        measurement.say("measuring " + count + " times " + RUNS + " short runs on " + SLOTS + " threads");
        try (Workshop workshop = Workshop.open(SandboxKind.CONTAINER, images, SLOTS)) {
            var _ = workshop.rate(RUNS);
            for (int i = 0; i < count; i++) {
                measurement.add(POOL, "1/s", workshop.rate(RUNS));
            }
        }
        return Row.rate(POOL, "1/s", measurement.samples(POOL));
    }
}
