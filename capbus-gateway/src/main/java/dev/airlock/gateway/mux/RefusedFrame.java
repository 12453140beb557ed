package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.wire.FrameEvents;
import dev.airlock.gateway.wire.IntentEvents;
import dev.airlock.gateway.wire.RefusalTokens;
import dev.airlock.lane.Conclusion;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.posture.Effective;
import java.util.Optional;

/**
 * A frame that does not become an intent of the fast lane.
 *
 * @param hash of its bytes
 */
record RefusedFrame(IntentKey key, FrameRead.Bad frame, Sha256 hash, Origin origin, Effective posture, Refusal refusal)
        implements Conclusion {
    @Override
    public UnsealedToken token(Seal seal) {
        return RefusalTokens.of(seal, Lane.FAST, key, frame, hash, origin, posture, refusal);
    }

    @Override
    public Optional<GatewayEvent> event(Token token) {
        return Optional.of(FrameEvents.refused(frame, posture, refusal, token, IntentEvents.IN_PROCESS));
    }
}
