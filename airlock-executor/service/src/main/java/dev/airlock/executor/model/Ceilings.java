package dev.airlock.executor.model;

import java.time.Duration;
import java.util.Set;

/**
 * What this executor gives at most, whatever an order says.
 *
 * @param deadlineMax the longest run
 * @param callsMax the most system calls of a run
 * @param kinds what it runs programs on
 */
public record Ceilings(Duration deadlineMax, long callsMax, Set<SandboxKind> kinds) {
    public Ceilings {
        kinds = Set.copyOf(kinds);
        if (!deadlineMax.isPositive() || callsMax < 1) {
            throw new IllegalArgumentException("ceilings of " + deadlineMax + " and " + callsMax + " let nothing run");
        }
    }
}
