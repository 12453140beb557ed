package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What operators want to see: gateway-event.v1, eighteen required fields and a few more.
 *
 * @param eventId unique
 * @param observationLayer always {@code tibet-gateway}
 * @param timestamp when
 * @param operationId what it is about: an intent, or a verdict
 * @param agentId who caused it
 * @param intent what happened, or what was wanted
 * @param provider who provided what is seen
 * @param model what kind of thing is seen
 * @param routeClass {@code direct}, {@code relay}, {@code triage}, {@code local} or {@code cluster}
 * @param surface where it is seen
 * @param transport how it came
 * @param status how it ended
 * @param latencyMs how long it took, in milliseconds
 * @param laneClass the class of its lane
 * @param laneCollisionPolicy {@code graceful_yield}, {@code assert_root}, {@code override_all}, {@code queue} or {@code reject}
 * @param coffeeLanePolicy {@code sip_anyway}, {@code polite_avoid}, {@code hard_avoid}, ...
 * @param attestationLayer {@code jis}, {@code self-signed} or {@code none}
 * @param emitter who emits it
 * @param actorAint the actor, if another than the agent
 * @param verified whether the emitter's word was verified
 * @param payload a JSON object with the details, if any
 */
public record GatewayEvent(
        String eventId,
        String observationLayer,
        Instant timestamp,
        String operationId,
        String agentId,
        String intent,
        String provider,
        String model,
        String routeClass,
        String surface,
        String transport,
        String status,
        double latencyMs,
        String laneClass,
        String laneCollisionPolicy,
        String coffeeLanePolicy,
        String attestationLayer,
        String emitter,
        Optional<String> actorAint,
        Optional<Boolean> verified,
        Optional<String> payload) {
    public static final String LAYER = "tibet-gateway";

    public GatewayEvent {
        Check.id("event_id", eventId);
        if (!observationLayer.equals(LAYER)) {
            throw new IllegalArgumentException("observation_layer is " + observationLayer + "; it must be " + LAYER);
        }
        oneOf("route_class", routeClass, "direct", "relay", "triage", "local", "cluster");
        oneOf(
                "lane_collision_policy",
                laneCollisionPolicy,
                "graceful_yield",
                "assert_root",
                "override_all",
                "queue",
                "reject");
        oneOf(
                "coffee_lane_policy",
                coffeeLanePolicy,
                "sip_anyway",
                "polite_avoid",
                "hard_avoid",
                "rebuild",
                "offline_fallback",
                "freeze_resume",
                "fork_on_hop_off");
        oneOf("attestation_layer", attestationLayer, "jis", "self-signed", "none");
    }

    private static void oneOf(String field, String value, String... allowed) {
        if (!List.of(allowed).contains(value)) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; it must be one of " + String.join(", ", allowed));
        }
    }
}
