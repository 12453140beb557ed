package dev.airlock.bench;

import java.util.List;

/** Every benchmark there is. */
public final class Benchmarks {
    private Benchmarks() {}

    public static List<Benchmark> all() {
        return List.of(new RoadBenchmark(), new ColdStartBenchmark(), new TokensBenchmark());
    }
}
