package dev.airlock.bench;

/** The executor's own rate: the same program again and again on its sandbox, without a bus. */
interface Workshop {
    /** Runs the program {@code count} times, as many at once as the node has slots; how many a second. */
    double rate(int count) throws BenchFailed, InterruptedException;
}
