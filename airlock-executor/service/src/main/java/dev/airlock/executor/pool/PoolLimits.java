package dev.airlock.executor.pool;

import java.time.Duration;

/**
 * How large one pool of warm guests may be, and when its guests are replaced. A pool is the guests of one snapshot.
 *
 * @param slotsMin guests that are kept however idle they are; 0 and more
 * @param slotsMax guests at most; 1 to 4096, and not fewer than {@code slotsMin}
 * @param queueMax plans that may wait for a guest; 0 and more. One more is refused
 * @param idle after which a guest beyond {@code slotsMin} is discarded; more than nothing
 * @param spare pages of its own that a guest may have beyond its working set before it is replaced, since a reset copies each; 0 and more
 * @param proofEvery after how many resets of a guest everything in it is compared with the snapshot; 0 for never, 1 for always
 */
public record PoolLimits(int slotsMin, int slotsMax, int queueMax, Duration idle, int spare, int proofEvery) {
    public static final int SLOTS_MOST = 4096;

    /** @throws IllegalArgumentException with the setting's name and what it may be */
    public PoolLimits {
        check("slots.min", slotsMin, 0, SLOTS_MOST);
        check("slots.max", slotsMax, Math.max(1, slotsMin), SLOTS_MOST);
        check("queue.max", queueMax, 0, Integer.MAX_VALUE);
        check("slot.spare.pages", spare, 0, Integer.MAX_VALUE);
        check("reset.proof.every", proofEvery, 0, Integer.MAX_VALUE);
        if (!idle.isPositive() || idle.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException(
                    "idle.ms is " + idle.toMillis() + "; it must be 1 to a year's milliseconds");
        }
    }

    private static void check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s is %d; it must be %d to %d".formatted(key, value, least, most));
        }
    }
}
