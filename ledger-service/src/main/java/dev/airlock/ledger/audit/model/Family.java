package dev.airlock.ledger.audit.model;

import java.util.List;

/**
 * A token among its kin.
 *
 * @param token the one that it is about
 * @param before those before it in its chain, the oldest first, at most {@value #BEFORE_MAX}
 * @param after those behind it, at most {@value #AFTER_MAX}
 */
public record Family(TokenFacts token, List<TokenFacts> before, List<TokenFacts> after) {
    /** The most that are kept before it. */
    public static final int BEFORE_MAX = 3;
    /** The most that are kept behind it. */
    public static final int AFTER_MAX = 2;

    public Family {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
