package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.FrameRead;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.TokenRecord;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Seals the refusal of a frame that never becomes an intent. */
interface RefusalDesk {
    /**
     * Seals a refusal and makes it durable.
     *
     * @param origin as what its sender counts
     * @param frame what could be read of the frame
     * @param hash of the frame's bytes, which nobody keeps while it waits
     * @return the token's record; empty if it could not be made durable in time
     */
    CompletionStage<Optional<TokenRecord>> refuse(Origin origin, FrameRead.Bad frame, Sha256 hash, Refusal refusal);
}
