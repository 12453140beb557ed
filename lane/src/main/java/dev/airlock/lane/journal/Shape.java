package dev.airlock.lane.journal;

import java.time.Duration;

/**
 * How a journal is kept.
 *
 * @param segmentBytes the size of a file; no record is larger than that
 * @param bytesMax how much all files may take together; beyond that nothing is taken on
 * @param kept how long a file stays when nobody needs it any more
 */
public record Shape(int segmentBytes, long bytesMax, Duration kept) {
    private static final int SEGMENT_BYTES_MIN = 16 << 10;

    /** 16 MiB files, 1 GiB of them, kept for a minute: twice as long as Linux leaves written pages in memory. */
    public static final Shape STANDARD = new Shape(16 << 20, 1L << 30, Duration.ofMinutes(1));

    public Shape {
        if (segmentBytes < SEGMENT_BYTES_MIN || bytesMax < 2L * segmentBytes) {
            throw new IllegalArgumentException("segments of " + segmentBytes + " bytes in " + bytesMax
                    + " make no journal; a segment has 16 KiB at least, and there are two");
        }
    }
}
