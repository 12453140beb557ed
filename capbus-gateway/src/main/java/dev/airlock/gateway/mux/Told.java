package dev.airlock.gateway.mux;

import dev.airlock.provenance.Token;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import java.util.Optional;

/**
 * How a wish ended.
 *
 * @param record the token's record
 * @param token the same, verified
 * @param output what the program wrote, if it is at hand
 */
record Told(TokenRecord record, Token token, Optional<Output> output) {
    /** Whether the program wrote something that is not here. */
    boolean lacksOutput() {
        return output.isEmpty() && TokenOutput.bytes(token) > 0;
    }
}
