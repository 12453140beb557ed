package dev.airlock.road;

/**
 * A hop whose records take long and finish out of order: a slow one holds up the others of its key, and nobody else.
 *
 * <p>Runs happen outside of any transaction. What has finished is sealed and committed at once, up to 64 records or 8 MiB in a
 * transaction; while one is being committed, the next gathers. The offset that is committed is the contiguous prefix of the
 * finished; those beyond it are in the commit metadata ({@link Mark}), and a restart passes over them. A run that was interrupted
 * begins again. Results for a partition that has been lost are dropped.
 */
public final class UnorderedHop implements AutoCloseable {
    private final Seat seat;
    private final UnorderedWork work;
    private final int openMax;
    private final Probe probe;
    private final Loop loop;

    private UnorderedHop(Seat seat, UnorderedWork work, int openMax, Probe probe) {
        if (openMax < 1) {
            throw new IllegalArgumentException("at least one record of a partition must be open, not " + openMax);
        }
        this.seat = seat;
        this.work = work;
        this.openMax = openMax;
        this.probe = probe;
        this.loop = new Loop(seat.threadName("unordered-hop"), this::live);
    }

    /**
     * Starts the hop's thread.
     *
     * @param openMax how many records of a partition may be begun or waiting for their key at once; beyond that, or 32 MiB of them,
     *     the partition is paused
     */
    public static UnorderedHop start(Seat seat, UnorderedWork work, int openMax) {
        return start(seat, work, openMax, Probe.NONE);
    }

    /** The same, with somebody watching its commits. */
    public static UnorderedHop start(Seat seat, UnorderedWork work, int openMax, Probe probe) {
        UnorderedHop hop = new UnorderedHop(seat, work, openMax, probe);
        hop.loop.start();
        return hop;
    }

    public Health health() {
        return loop.health();
    }

    /** Commits what has finished, leaves the rest to the next start, and stops; returns within 10 s. */
    @Override
    public void close() {
        loop.close();
    }

    private void live() {
        try (UnorderedLife life = new UnorderedLife(loop, seat, work, openMax, probe)) {
            life.live();
        }
    }
}
