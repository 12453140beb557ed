package dev.airlock.executor.model;

import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Mode;

/**
 * How an order is to be run.
 *
 * @param key whose intent
 * @param intent what is wanted, for example {@code code:execute}
 * @param kind what runs it
 * @param image the image's name
 * @param policy the route's syscall policy, by name
 * @param limits what the run may use
 * @param mode whether the policy is enforced, or only written down
 */
public record Plan(
        IntentKey key, String intent, SandboxKind kind, String image, String policy, RunLimits limits, Mode mode) {
    public Plan {
        if (mode == Mode.UNKNOWN) {
            throw new IllegalArgumentException("nothing is run in a mode that nobody knows");
        }
    }

    /** A plan whose policy is enforced. */
    public Plan(IntentKey key, String intent, SandboxKind kind, String image, String policy, RunLimits limits) {
        this(key, intent, kind, image, policy, limits, Mode.ENFORCE);
    }

    /** The same in another mode. */
    public Plan in(Mode newMode) {
        return new Plan(key, intent, kind, image, policy, limits, newMode);
    }
}
