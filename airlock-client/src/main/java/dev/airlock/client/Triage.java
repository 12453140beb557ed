package dev.airlock.client;

import java.util.List;

/**
 * What a {@link SnaftMonitor} makes of what it saw: kill or safe, nothing between.
 *
 * @param isSafe whether nothing was wrong
 * @param violations what was, in the words of tokens, in their order
 * @param reason why, for people
 * @param observedSyscalls every call that was logged, in its order, also those that are violations
 */
public record Triage(boolean isSafe, List<String> violations, String reason, List<String> observedSyscalls) {
    public Triage {
        violations = List.copyOf(violations);
        observedSyscalls = List.copyOf(observedSyscalls);
    }

    /** The opposite of safe. */
    public boolean isKill() {
        return !isSafe;
    }
}
