package dev.airlock.fleet;

import dev.airlock.provenance.token.TokenType;

/**
 * A token that verified, as it was seen first.
 *
 * @param nanos when, in the units of {@link System#nanoTime}
 * @param partition of the topic of tokens
 * @param type how its intent ended
 * @param actor who sealed it, a {@code jis:} URI
 */
public record Sighting(long nanos, int partition, TokenType type, String actor) {
    /** Whether the program ran to its end. */
    public boolean ran() {
        return type == TokenType.SAFE_EXECUTION;
    }
}
