package dev.airlock.lane.shell;

import dev.airlock.lane.Runs;
import dev.airlock.lane.journal.Shape;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a node's fast lane is set up.
 *
 * @param node the node's name, as intents have to name it
 * @param directory where the journal is
 * @param shape how the journal is kept
 * @param waitingMax most intents that run or wait for a slot; further ones are answered with 503, but for {@value Traffic#KEPT} more of what is
 *     urgent
 * @param rememberedMax how many of the newest intents are remembered with their tokens, which a copy gets: fewer if they take more
 *     than 3 KiB each
 * @param freshMax of how many intents it is known that they have their tokens, for as long as their records are fresh, so that none is run
 *     again; beyond that further ones are answered with 503. 22 to 43 bytes for each that there is, some 45 MB for {@value #FRESH_MAX}
 * @param gather how long tokens wait for others on their way to the bus
 * @param drain how long runs may go on when the lane is closed
 */
public record LaneConfig(
        String node,
        Path directory,
        Shape shape,
        int waitingMax,
        int rememberedMax,
        int freshMax,
        Duration gather,
        Duration drain) {
    /** Enough for 1,500 intents a second. */
    private static final int FRESH_MAX = 1 << 20;

    public LaneConfig {
        if (waitingMax < 1 || rememberedMax < 1 || freshMax < 1 || gather.isNegative() || drain.isNegative()) {
            throw new IllegalArgumentException(
                    "a lane that keeps " + waitingMax + " waiting and remembers " + rememberedMax + " of " + freshMax
                            + ", gathers for " + gather + " and drains for " + drain + " does nothing");
        }
    }

    /**
     * The usual one.
     *
     * @param executor whose slots and largest runs the journal has room for
     */
    public static LaneConfig of(String node, Path directory, Runs executor) {
        Shape shape = Shape.standard(executor.slots(), Lane.runBytes(executor.leftBytesMax()));
        return new LaneConfig(
                node, directory, shape, 256, 20_000, FRESH_MAX, Duration.ofMillis(100), Duration.ofSeconds(5));
    }
}
