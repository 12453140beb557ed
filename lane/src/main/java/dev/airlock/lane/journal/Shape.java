package dev.airlock.lane.journal;

import java.time.Duration;

/**
 * How a journal is kept.
 *
 * @param segmentBytes the size of a file; no record is larger than that
 * @param bytesMax how much all files may take together; beyond that nothing is taken on
 * @param preferredBytes what is usual leaves so much room for what is preferred
 * @param briefBytes both leave so much for what is brief
 * @param kept how long a file stays when nobody needs it any more
 */
public record Shape(int segmentBytes, long bytesMax, int preferredBytes, int briefBytes, Duration kept) {
    private static final int SEGMENT_BYTES_MIN = 16 << 10;

    private static final int STANDARD_BYTES_MIN = 16 << 20;
    private static final int STANDARD_BYTES_MOST = 1 << 30;
    private static final long STANDARD_ALL_MIN = 1L << 30;
    /** A run's beginning and its end. */
    private static final int RECORDS = 2;
    /** Of each share: one is written, and the next is claimed meanwhile. */
    private static final int RUNS = 2;

    public Shape {
        if (segmentBytes < SEGMENT_BYTES_MIN || bytesMax < 2L * segmentBytes) {
            throw new IllegalArgumentException("segments of " + segmentBytes + " bytes in " + bytesMax
                    + " make no journal; a segment has 16 KiB at least, and there are two");
        }
        if (preferredBytes < 0 || briefBytes < 0 || (long) preferredBytes + briefBytes >= usable(segmentBytes)) {
            throw new IllegalArgumentException("shares of " + preferredBytes + " and " + briefBytes
                    + " bytes leave nothing of segments of " + segmentBytes);
        }
    }

    /** One that leaves no shares. */
    public Shape(int segmentBytes, long bytesMax, Duration kept) {
        this(segmentBytes, bytesMax, 0, 0, kept);
    }

    /**
     * A file takes what all slots claim at once, with shares of two runs each for operators and for what is brief, and 16 MiB at least; of all files there is
     * 1 GiB, or four where that is more. They are kept for a minute: twice as long as Linux leaves written pages in memory.
     *
     * @param slots how many runs go on at once
     * @param runBytes the most that a run claims, for its beginning and its end
     */
    public static Shape standard(int slots, int runBytes) {
        long run = runBytes + (long) RECORDS * Frame.OVERHEAD;
        long wanted = (slots + 2L * RUNS) * run;
        int segment = Math.clamp(wanted * 4 / 3 + 1, STANDARD_BYTES_MIN, STANDARD_BYTES_MOST);
        return new Shape(
                segment,
                Math.max(STANDARD_ALL_MIN, 4L * segment),
                Math.toIntExact(RUNS * run),
                Math.toIntExact(RUNS * run),
                Duration.ofMinutes(1));
    }

    /** How much room who claims it leaves to others. */
    long leaves(Claim claim) {
        return switch (claim) {
            case USUAL -> (long) preferredBytes + briefBytes;
            case PREFERRED -> briefBytes;
            case BRIEF -> 0;
        };
    }

    /** What a fresh file has for claims: a quarter is for what it begins with. */
    long usable() {
        return usable(segmentBytes);
    }

    private static long usable(int segmentBytes) {
        return segmentBytes * 3L / 4;
    }
}
