package dev.airlock.ledger.shell;

import java.time.Duration;

/**
 * What the ledger has done since its start. A start reads the whole topic again, and counts it again. Alert when {@code incident} or
 * {@code failed} grow: somebody writes what is no token, or the disk or the bus is away. Any thread may call it.
 */
public interface LedgerMetrics {
    /** Counts nothing. */
    LedgerMetrics NONE = new LedgerMetrics() {
        @Override
        public void recorded() {}

        @Override
        public void incident() {}

        @Override
        public void published(Duration age) {}

        @Override
        public void cosigned() {}

        @Override
        public void failed() {}
    };

    /** A record took its leaf. */
    void recorded();

    /** Something wrong was told of. */
    void incident();

    /**
     * A head is on the bus.
     *
     * @param age how long after its last record was appended to the topic
     */
    void published(Duration age);

    /** A witness has co-signed a head. */
    void cosigned();

    /** Something could not be stored or sent; it is tried again. */
    void failed();
}
