package dev.airlock.executor.model;

import dev.airlock.schemas.model.IntentKey;

/**
 * How an order is to be run.
 *
 * @param key whose intent
 * @param intent what is wanted, for example {@code code:execute}
 * @param kind what runs it
 * @param image the image's name
 * @param policy the route's syscall policy, by name
 * @param limits what the run may use
 */
public record Plan(IntentKey key, String intent, SandboxKind kind, String image, String policy, RunLimits limits) {}
