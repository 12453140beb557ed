package dev.airlock.authorisation.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.schemas.model.GatewayEvent;
import java.time.Instant;
import java.util.Optional;

/** What operators see of sets of policies: gateway-event.v1. */
public final class PolicyEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMITTER = "capbus-gateway";

    private PolicyEvents() {}

    /** A set counts from now on. */
    public static GatewayEvent taken(String eventId, String version, String reason, String holder, Instant now) {
        ObjectNode payload = JSON.createObjectNode()
                .put("kind", "policy_set_taken.v1")
                .put("version", version)
                .put("reason", reason);
        return event(eventId, version, holder, "policy-set-taken", "taken", payload, now);
    }

    /** A record that was to be a set changed nothing. */
    public static GatewayEvent refused(String eventId, String record, String reason, Instant now) {
        ObjectNode payload = JSON.createObjectNode()
                .put("kind", "policy_set_refused.v1")
                .put("record", record)
                .put("reason", reason);
        return event(eventId, record, "unknown", "policy-set-refused", "refused", payload, now);
    }

    private static GatewayEvent event(
            String id, String operation, String agent, String surface, String status, ObjectNode payload, Instant now) {
        return new GatewayEvent(
                id,
                GatewayEvent.LAYER,
                now,
                operation,
                agent,
                "policy:load",
                EMITTER,
                "airlock_policy_set.v1",
                "direct",
                surface,
                "kafka",
                status,
                0,
                "policy",
                "reject",
                "sip_anyway",
                "none",
                EMITTER,
                Optional.empty(),
                Optional.of(status.equals("taken")),
                Optional.of(payload.toString()));
    }
}
