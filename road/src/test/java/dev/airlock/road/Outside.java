package dev.airlock.road;

/** A broker outside this process. For one thread. */
interface Outside extends AutoCloseable {
    /** The road to it. */
    Bus bus();

    @Override
    void close();
}
