package dev.airlock.provenance.log;

import java.util.Optional;

/**
 * A log's own signatures under two stories: the same size with two roots. Whoever has its public key can see it; no honest
 * log can make one.
 */
public record Equivocation(SignedCheckpoint first, SignedCheckpoint second) {
    /** @throws IllegalArgumentException if the two can both be true */
    public Equivocation {
        if (!contradict(first.checkpoint(), second.checkpoint())) {
            throw new IllegalArgumentException("the checkpoints do not contradict one another");
        }
    }

    /** The contradiction between these two, if there is one; different sizes need a {@link ConsistencyProof} instead. */
    public static Optional<Equivocation> between(SignedCheckpoint first, SignedCheckpoint second) {
        return contradict(first.checkpoint(), second.checkpoint())
                ? Optional.of(new Equivocation(first, second))
                : Optional.empty();
    }

    private static boolean contradict(Checkpoint first, Checkpoint second) {
        return first.log().equals(second.log())
                && first.size() == second.size()
                && !first.root().equals(second.root());
    }
}
