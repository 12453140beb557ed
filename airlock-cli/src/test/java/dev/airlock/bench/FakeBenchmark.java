package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import java.io.IOException;
import java.util.List;

/** A benchmark called fake that measures what it is told: one row, at most 5 at the median, over a floor of 4. */
public class FakeBenchmark implements Benchmark {
    private final double[] values;

    public FakeBenchmark(double... values) {
        this.values = values.clone();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String about() {
        return "what a test wants";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException {
        measurement.say("measuring");
        for (double value : values) {
            measurement.add("thing", "ms", value);
        }
        return List.of(
                Row.time("thing", "ms", measurement.samples("thing")).over(4).limited(Limit.atMost(Quantile.P50, 5)));
    }
}
