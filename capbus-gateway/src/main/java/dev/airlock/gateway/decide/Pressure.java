package dev.airlock.gateway.decide;

/**
 * How much waits, with a memory: what was overloaded is let breathe until it has fallen below the low mark.
 *
 * <pre>
 * NORMAL          -- at least low  --&gt; PRESSURE_RISING
 * PRESSURE_RISING -- below low     --&gt; NORMAL;          -- at least high --&gt; OVERLOADED
 * OVERLOADED      -- below high    --&gt; RECOVERING
 * RECOVERING      -- below low     --&gt; NORMAL;          -- at least high --&gt; OVERLOADED
 * </pre>
 */
public enum Pressure {
    /** Everything is let in. */
    NORMAL(0),
    /** Everything is let in still. */
    PRESSURE_RISING(0),
    /** Only what repairs the system is let in. */
    OVERLOADED(9),
    /** What somebody waits for is let in again. */
    RECOVERING(6);

    private final int priorityMin;

    Pressure(int priorityMin) {
        this.priorityMin = priorityMin;
    }

    /**
     * What it is when so much waits.
     *
     * @throws IllegalArgumentException unless low is below high
     */
    public Pressure at(int waiting, int low, int high) {
        if (low >= high) {
            throw new IllegalArgumentException(
                    "the low mark is " + low + " and the high one " + high + "; low must be below high");
        }
        return switch (this) {
            case NORMAL, PRESSURE_RISING -> waiting >= high ? OVERLOADED : waiting >= low ? PRESSURE_RISING : NORMAL;
            case OVERLOADED -> waiting >= high ? OVERLOADED : waiting < low ? NORMAL : RECOVERING;
            case RECOVERING -> waiting >= high ? OVERLOADED : waiting < low ? NORMAL : RECOVERING;
        };
    }

    /** Whether an intent of this priority is let in. */
    public boolean admits(int priority) {
        return priority >= priorityMin;
    }
}
