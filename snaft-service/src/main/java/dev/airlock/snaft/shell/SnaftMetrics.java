package dev.airlock.snaft.shell;

/**
 * What snaft has read. Between two records: read = passed + refused + undecodable. A record whose transaction is rolled back is read
 * again and counts again.
 */
public interface SnaftMetrics {
    /** Counts nothing. */
    SnaftMetrics NONE = new SnaftMetrics() {
        @Override
        public void read() {}

        @Override
        public void passed() {}

        @Override
        public void refused() {}

        @Override
        public void undecodable() {}
    };

    /** A record came from the intents topic. */
    void read();

    /** An intent may go on. */
    void passed();

    /** An intent goes on as refused; the gateway makes its token. */
    void refused();

    /** A record became a dead letter. */
    void undecodable();
}
