package dev.airlock.provenance.token;

/**
 * Where a token stands in its chain.
 *
 * @param epoch 0 for the first
 * @param sequence 0 for the first token of its epoch, and one more for each after it
 * @param predecessor None exactly at epoch 0 sequence 0; PreviousEpoch, one epoch lower, at sequence 0 of the others;
 *     Parent everywhere else
 */
public record ChainLink(ChainName chain, long epoch, long sequence, Predecessor predecessor) {
    /** The last place of an epoch that a token may have: there is a place behind it. */
    public static final long SEQUENCE_MAX = Checks.COUNT_MAX - 1;

    /** @throws IllegalArgumentException if a number is out of range or the predecessor does not fit the position */
    public ChainLink {
        Checks.count("chain.epoch", epoch);
        Checks.count("chain.sequence", sequence);
        boolean fits =
                switch (predecessor) {
                    case Predecessor.None() -> sequence == 0 && epoch == 0;
                    case Predecessor.PreviousEpoch previous -> sequence == 0 && previous.epoch() == epoch - 1;
                    case Predecessor.Parent _ -> sequence > 0;
                };
        if (!fits) {
            throw new IllegalArgumentException("chain: epoch " + epoch + " sequence " + sequence + " cannot follow a "
                    + predecessor.getClass().getSimpleName());
        }
    }
}
