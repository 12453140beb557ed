package dev.airlock.bench;

import java.util.List;

/** Every benchmark there is. */
public final class Benchmarks {
    private Benchmarks() {}

    /** In the order in which they are listed. */
    public static List<Benchmark> all() {
        return List.of(
                new RoadBenchmark(),
                new FastBenchmark(),
                new ColdStartBenchmark(),
                new TokensBenchmark(),
                new LedgerBenchmark(),
                new DecideBenchmark(),
                new MicroVmBenchmark(),
                new DensityBenchmark(),
                new ContainerBenchmark());
    }
}
