package dev.airlock.road;

/** A broker outside this process, which can be killed and started again where it was. For one thread. */
interface Outside extends AutoCloseable {
    /** The road to it; the same after it was started again. */
    Bus bus();

    /** Ends it as by kill -9. */
    void kill() throws Exception;

    /** Starts it again on what it had written; returns when it serves. */
    void startAgain() throws Exception;

    @Override
    void close();
}
