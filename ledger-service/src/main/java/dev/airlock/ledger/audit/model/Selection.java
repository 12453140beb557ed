package dev.airlock.ledger.audit.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Which tokens are counted and charted. Everything is verified either way: a chain has no beginning in its middle.
 *
 * @param from made then or later
 * @param to made before then
 * @param session the intent's session
 * @param agent who asked: the name that the caller gives itself, or its principal
 */
public record Selection(
        Optional<Instant> from, Optional<Instant> to, Optional<String> session, Optional<String> agent) {
    /** Every token. */
    public static final Selection ALL =
            new Selection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException if it ends before it begins */
    public Selection {
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new IllegalArgumentException("from " + from.get() + " is not before to " + to.get());
        }
    }

    /** Whether this one is. */
    public boolean includes(TokenFacts facts) {
        Instant made = facts.times().made();
        return from.map(time -> !made.isBefore(time)).orElse(true)
                && to.map(made::isBefore).orElse(true)
                && session.map(facts.key().session()::equals).orElse(true)
                && agent.map(name -> name.equals(facts.agent())
                                || facts.ground().principal().map(name::equals).orElse(false))
                        .orElse(true);
    }

    /** Whether it leaves nothing out. */
    public boolean everything() {
        return equals(ALL);
    }
}
