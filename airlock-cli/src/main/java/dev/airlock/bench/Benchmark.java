package dev.airlock.bench;

import dev.airlock.bench.model.Row;
import java.io.IOException;
import java.util.List;

/** Something that can be measured by name. */
public interface Benchmark {
    /** What follows {@code airlock bench}. */
    String name();

    /** One line for people. */
    String about();

    /**
     * Measures. Whatever it starts has ended when it returns.
     *
     * @throws BenchFailed if what is measured does not work
     * @throws IOException if the samples cannot be kept
     */
    List<Row> measure(Measurement measurement) throws BenchFailed, IOException, InterruptedException;
}
