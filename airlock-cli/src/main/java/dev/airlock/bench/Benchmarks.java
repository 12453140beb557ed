package dev.airlock.bench;

import dev.airlock.schemas.model.Backend;
import java.util.List;

/** Every benchmark there is. */
public final class Benchmarks {
    private Benchmarks() {}

    /** @param backend what runs programs where a benchmark lets one choose */
    public static List<Benchmark> all(Backend backend) {
        return List.of(
                new RoadBenchmark(),
                new FastBenchmark(backend),
                new ColdStartBenchmark(),
                new TokensBenchmark(),
                new MicroVmBenchmark());
    }
}
