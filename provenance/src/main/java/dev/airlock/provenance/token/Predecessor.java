package dev.airlock.provenance.token;

import java.util.Optional;

/** What came before a token in its chain. */
public sealed interface Predecessor {
    /** The hash of the token before, across epochs; empty only at the very first token of a chain. */
    Optional<Sha256> tokenHash();

    /** Nothing: the first token of the first epoch. */
    record None() implements Predecessor {
        @Override
        public Optional<Sha256> tokenHash() {
            return Optional.empty();
        }
    }

    /** The last token of the epoch before: this token is the genesis of a new one. */
    record PreviousEpoch(long epoch, long sequence, Sha256 hash) implements Predecessor {
        /** @throws IllegalArgumentException if a number is out of range */
        public PreviousEpoch {
            Checks.count("chain.previous_epoch.epoch", epoch);
            Checks.count("chain.previous_epoch.sequence", sequence);
        }

        @Override
        public Optional<Sha256> tokenHash() {
            return Optional.of(hash);
        }
    }

    /** The token before it in the same epoch. */
    record Parent(TokenId id, Sha256 hash) implements Predecessor {
        @Override
        public Optional<Sha256> tokenHash() {
            return Optional.of(hash);
        }
    }
}
