package dev.airlock.cli;

import picocli.CommandLine.Option;

/** What every intent of a drill or a soak has run, and what chance follows from. */
final class ErrandOption {
    @Option(
            names = "--program",
            paramLabel = "TEXT",
            defaultValue = "import time; time.sleep(0.2)",
            description = "What every intent has run; by default a fifth of a second of waiting.")
    private String program;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1337", description = "What all chance follows from.")
    private long seed;

    String program() {
        return program;
    }

    long seed() {
        return seed;
    }
}
