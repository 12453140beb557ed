package dev.airlock.schemas.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Line;
import java.time.Instant;
import java.util.Optional;

/**
 * What operators see of the sets that they load, of rules and of policies alike: gateway-event.v1 with {@code rule_set_taken.v1},
 * {@code rule_set_refused.v1}, {@code policy_set_taken.v1} and {@code policy_set_refused.v1}.
 */
public enum SetEvents {
    /** Sets of rules, which snaft takes. */
    RULES("rule", "snaft-service"),
    /** Sets of policies, which the gateway takes. */
    POLICIES("policy", "capbus-gateway");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REASON_LENGTH_MAX = 1024;
    private static final String NONE = "none";

    private final String word;
    private final String emitter;

    SetEvents(String word, String emitter) {
        this.word = word;
        this.emitter = emitter;
    }

    /**
     * The record that was to be a set.
     *
     * @param eventId of the event that tells of it, unlike every other
     * @param place its topic, partition and offset
     * @param digest {@code sha256:} of its bytes as they came
     */
    public record Source(String eventId, String place, String digest) {
        /** The record with this value at this place. */
        public static Source of(String eventId, String place, byte[] value) {
            return new Source(eventId, place, Hashes.sha256(value));
        }
    }

    /**
     * A set counts from now on.
     *
     * @param version of the set, {@code sha256:} of what it says
     * @param operator whose key signed it
     * @param reason the operator's own
     * @param before the version that counted until now; empty if none was ever loaded
     */
    public GatewayEvent taken(
            Source source, String version, String operator, String reason, Optional<String> before, Instant now) {
        ObjectNode payload = payload("taken", source)
                .put("version", version)
                .put("operator", operator)
                .put("reason", reason)
                .put("before", before.orElse(NONE));
        return event(source.eventId(), version, operator, "taken", payload, now);
    }

    /**
     * A record that was to be a set changed nothing.
     *
     * @param why the reason, any text, however hostile; it is cut and made one line
     * @param inForce the version that goes on to count; empty if none was ever loaded
     */
    public GatewayEvent refused(Source source, String why, Optional<String> inForce, Instant now) {
        ObjectNode payload = payload("refused", source)
                .put("reason", Line.fit(why, REASON_LENGTH_MAX))
                .put("in_force", inForce.orElse(NONE));
        return event(source.eventId(), source.place(), "unknown", "refused", payload, now);
    }

    private ObjectNode payload(String status, Source source) {
        return JSON.createObjectNode()
                .put("kind", word + "_set_" + status + ".v1")
                .put("record", source.place())
                .put("digest", source.digest());
    }

    private GatewayEvent event(
            String id, String operation, String agent, String status, ObjectNode payload, Instant now) {
        return new GatewayEvent(
                id,
                GatewayEvent.LAYER,
                now,
                operation,
                agent,
                word + ":load",
                emitter,
                "airlock_" + word + "_set.v1",
                "direct",
                word + "-set-" + status,
                "kafka",
                status,
                0,
                word,
                "reject",
                "sip_anyway",
                "none",
                emitter,
                Optional.empty(),
                Optional.of(status.equals("taken")),
                Optional.of(payload.toString()));
    }
}
