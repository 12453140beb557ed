package dev.airlock.gateway.shell;

/**
 * What the gateway has seen. Everything is counted when it is committed, so at any moment between two commits
 * {@code read = admitted + refused + malformed + duplicates}. Safe for any thread.
 */
public interface GatewayMetrics {
    /** Adds what one committed step did. */
    void add(Tally tally);

    /** All that was added. */
    Tally total();

    /**
     * Numbers of screenings.
     *
     * @param admitted became orders
     * @param refused became tokens
     * @param malformed became dead letters; alert on these
     * @param copies arrived again, byte for byte
     * @param clashes arrived under an id that was taken; alert on these
     */
    record Tally(long admitted, long refused, long malformed, long copies, long clashes) {
        public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

        /** How many there were. */
        public long read() {
            return admitted + refused + malformed + duplicates();
        }

        /** How many got no outcome of their own. */
        public long duplicates() {
            return copies + clashes;
        }

        /** Both together. */
        public Tally plus(Tally other) {
            return new Tally(
                    admitted + other.admitted,
                    refused + other.refused,
                    malformed + other.malformed,
                    copies + other.copies,
                    clashes + other.clashes);
        }

        static Tally oneAdmitted() {
            return new Tally(1, 0, 0, 0, 0);
        }

        static Tally oneRefused() {
            return new Tally(0, 1, 0, 0, 0);
        }

        static Tally oneMalformed() {
            return new Tally(0, 0, 1, 0, 0);
        }

        static Tally oneCopy() {
            return new Tally(0, 0, 0, 1, 0);
        }

        static Tally oneClash() {
            return new Tally(0, 0, 0, 0, 1);
        }
    }

    /** Metrics that are only kept. */
    static GatewayMetrics kept() {
        return new KeptMetrics();
    }
}
