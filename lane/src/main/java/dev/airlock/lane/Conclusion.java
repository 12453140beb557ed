package dev.airlock.lane;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import java.time.Instant;
import java.util.Optional;

/** What became of an intent, ready to be sealed. */
public interface Conclusion {
    /** Whose token it will be. */
    IntentKey key();

    /**
     * What the token says.
     *
     * @param seal what nobody but the sealer knows
     */
    UnsealedToken token(Seal seal);

    /** What the program wrote; empty if nothing was run. */
    default Optional<Output> output(Token token) {
        return Optional.empty();
    }

    /** What operators are to see of it, if anything. */
    default Optional<GatewayEvent> event(Token token) {
        return Optional.empty();
    }

    /**
     * The sealer's part of a token.
     *
     * @param actor who seals, a {@code jis:} URI
     * @param now the time of sealing
     */
    record Seal(TokenId id, String actor, Instant now) {}
}
