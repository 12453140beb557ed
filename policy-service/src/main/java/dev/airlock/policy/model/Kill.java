package dev.airlock.policy.model;

import java.time.Instant;

/**
 * One run from outside that ended as an incident.
 *
 * @param tokenId the token that says so
 * @param agent the principal's name
 * @param session the intent's session
 * @param at when it ended, by the token, and no later than the broker took it
 */
public record Kill(String tokenId, String agent, String session, Instant at) {}
