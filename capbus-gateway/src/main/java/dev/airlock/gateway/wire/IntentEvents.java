package dev.airlock.gateway.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.Token;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What operators see of intents: gateway-event.v1. */
public final class IntentEvents {
    /** By which transport an intent came in process. */
    public static final String IN_PROCESS = "in_process";

    private static final String KAFKA = "kafka";
    private static final ObjectMapper JSON = new ObjectMapper();

    private IntentEvents() {}

    /** An intent of the bus was refused with this token. */
    public static GatewayEvent refused(Screening screening, Effective posture, Refusal refusal, Token token) {
        return refused(screening, posture, refusal, token, KAFKA);
    }

    /** An intent was refused with this token, having come by this transport. */
    public static GatewayEvent refused(
            Screening screening, Effective posture, Refusal refusal, Token token, String transport) {
        ObjectNode payload = refusal(posture, refusal, token);
        return event(
                "refusal_" + token.id().value(),
                screening,
                token.content().timestamp(),
                "intent-refused:" + RefusalTokens.label(refusal.kind()),
                "refused",
                payload,
                transport);
    }

    /** What is to be seen of a refusal with a token. */
    static ObjectNode refusal(Effective posture, Refusal refusal, Token token) {
        return JSON.createObjectNode()
                .put("kind", "intent_refused.v1")
                .put("refusal", RefusalTokens.label(refusal.kind()))
                .put("rule", refusal.rule())
                .put("reason", refusal.text())
                .put("status", refusal.kind().status())
                .put("posture", RefusalTokens.label(posture.posture()))
                .put("verdict_id", posture.verdictId())
                .put("token_id", token.id().value());
    }

    /** Another intent came under the id of one that has been decided; it gets no token. */
    public static GatewayEvent duplicate(String eventId, Screening screening, Instant now) {
        ObjectNode payload = JSON.createObjectNode()
                .put("kind", "intent_duplicate.v1")
                .put("reason", "duplicate with other contents")
                .put("intent_hash", screening.intentHash())
                .put("payload_hash", screening.payloadHash());
        return event(eventId, screening, now, "intent-duplicate", "duplicate", payload, KAFKA);
    }

    /** All that is to be seen of an admission on the bus: that it was, and the approval that it used up, if any. */
    public static List<GatewayEvent> admitted(Screening screening, Effective posture, Order order) {
        return admitted(screening, posture, order, KAFKA);
    }

    /** The same of one that came by this transport. */
    public static List<GatewayEvent> admitted(Screening screening, Effective posture, Order order, String transport) {
        GatewayEvent admission = admission(screening, posture, order, transport);
        return order.grant()
                .approvalId()
                .map(id -> List.of(admission, redeemed(screening, order, id, transport)))
                .orElseGet(() -> List.of(admission));
    }

    private static GatewayEvent admission(Screening screening, Effective posture, Order order, String transport) {
        ObjectNode payload = JSON.createObjectNode()
                .put("kind", "intent_admitted.v1")
                .put("grant_id", order.grant().grantId())
                .put("posture", RefusalTokens.label(posture.posture()))
                .put("verdict_id", posture.verdictId())
                .put("intent_hash", screening.intentHash());
        return event(
                "admission_" + order.grant().grantId(),
                screening,
                order.grant().issuedAt(),
                "intent-admitted",
                "admitted",
                payload,
                transport);
    }

    /** An operator's approval let an intent run, and is used up by that. */
    private static GatewayEvent redeemed(Screening screening, Order order, String approvalId, String transport) {
        ObjectNode payload = JSON.createObjectNode()
                .put("kind", "approval_redeemed.v1")
                .put("approval_id", approvalId)
                .put("principal", screening.principal())
                .put("payload_hash", screening.payloadHash());
        return event(
                "redeemed_" + digits(screening),
                screening,
                order.grant().issuedAt(),
                "approval-redeemed",
                "redeemed",
                payload,
                transport);
    }

    /** An intent is admitted once, so its hash names what is told of that. */
    private static String digits(Screening screening) {
        return screening.intentHash().substring("sha256:".length());
    }

    private static GatewayEvent event(
            String id,
            Screening screening,
            Instant now,
            String surface,
            String status,
            ObjectNode payload,
            String transport) {
        payload.put("session", screening.session()).put("intent_id", screening.intentId());
        return new GatewayEvent(
                id,
                GatewayEvent.LAYER,
                now,
                screening.intentId(),
                screening.principal(),
                screening.intent(),
                "capbus-gateway",
                "airlock_screening.v1",
                "direct",
                surface,
                transport,
                status,
                Math.max(0, Duration.between(screening.screenedAt(), now).toNanos() / 1e6),
                "intent",
                "reject",
                "sip_anyway",
                screening.identityBound() ? "jis" : "none",
                "capbus-gateway",
                screening.fromAint().isBlank() ? Optional.empty() : Optional.of(screening.fromAint()),
                Optional.of(screening.identityBound()),
                Optional.of(payload.toString()));
    }
}
