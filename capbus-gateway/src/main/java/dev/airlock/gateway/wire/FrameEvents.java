package dev.airlock.gateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.TokenText;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.posture.Effective;
import java.util.Optional;

/**
 * What operators see of wishes that a door refuses before they are intents: gateway-event.v1. There is one for each token, so no more than quotas let
 * through, and none for what is refused without one.
 */
public final class FrameEvents {
    /** By which transport a frame comes in whose refusal stands on the bus. */
    public static final String TCP = "tcp";

    private static final int NAME_MAX = 256;

    private FrameEvents() {}

    /** A wish was refused with this token, having come by this transport. Everything that its sender chose is cut to what a token may hold. */
    public static GatewayEvent refused(
            FrameRead.Bad frame, Effective posture, Refusal refusal, Token token, String transport) {
        IntentKey key = token.content().eraan().key();
        ObjectNode payload = IntentEvents.refusal(posture, refusal, token)
                .put("session", key.session())
                .put("intent_id", key.id());
        return new GatewayEvent(
                "refusal_" + token.id().value(),
                GatewayEvent.LAYER,
                token.content().timestamp(),
                key.id(),
                "anonymous",
                token.content().intent(),
                "capbus-gateway",
                "airlock_ingress.v1",
                "direct",
                "intent-refused:" + RefusalTokens.label(refusal.kind()),
                transport,
                "refused",
                0,
                "intent",
                "reject",
                "sip_anyway",
                "none",
                "capbus-gateway",
                frame.fromAint().isBlank() ? Optional.empty() : Optional.of(TokenText.fit(frame.fromAint(), NAME_MAX)),
                Optional.of(false),
                Optional.of(payload.toString()));
    }
}
