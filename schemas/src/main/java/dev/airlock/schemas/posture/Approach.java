package dev.airlock.schemas.posture;

import dev.airlock.schemas.model.Origin;

/**
 * How an intent comes to the gate: all that a posture looks at.
 *
 * @param origin the origin after authentication, never the caller's own word
 * @param identityBound whether a trusted key signed the intent
 * @param invokesRemoteTool whether it makes a tool elsewhere do something
 * @param sandboxed whether it would run inside a sandbox
 * @param intent what is wanted, for example {@code code:execute}
 * @param approved whether an operator's approval of this very intent counts now
 */
public record Approach(
        Origin origin,
        boolean identityBound,
        boolean invokesRemoteTool,
        boolean sandboxed,
        String intent,
        boolean approved) {
    /** Without an approval. */
    public Approach(Origin origin, boolean identityBound, boolean invokesRemoteTool, boolean sandboxed, String intent) {
        this(origin, identityBound, invokesRemoteTool, sandboxed, intent, false);
    }

    /** An intent that runs in a sandbox and calls no remote tool. */
    public static Approach sandboxed(Origin origin, boolean identityBound, String intent) {
        return new Approach(origin, identityBound, false, true, intent);
    }

    /** The same, with an operator's approval or without. */
    public Approach approved(boolean counts) {
        return new Approach(origin, identityBound, invokesRemoteTool, sandboxed, intent, counts);
    }

    /** Whether it comes from outside, by a machine's will or a person's. */
    boolean external() {
        return switch (origin) {
            case EXTERNAL_AI, EXTERNAL -> true;
            case INTERNAL, LOCAL, OPERATOR -> false;
        };
    }
}
