package dev.airlock.executor.model;

import java.time.Duration;
import java.util.Set;

/**
 * What this executor gives at most, whatever an order says.
 *
 * @param deadlineMax the longest run
 * @param callsMax the most system calls of a run
 * @param kinds what it runs programs on
 * @param audit whether its operator lets callers of the machine have runs whose policy is only written down
 */
public record Ceilings(Duration deadlineMax, long callsMax, Set<SandboxKind> kinds, boolean audit) {
    /** An executor that enforces every policy. */
    public Ceilings(Duration deadlineMax, long callsMax, Set<SandboxKind> kinds) {
        this(deadlineMax, callsMax, kinds, false);
    }

    public Ceilings {
        kinds = Set.copyOf(kinds);
        if (!deadlineMax.isPositive() || callsMax < 1) {
            throw new IllegalArgumentException("ceilings of " + deadlineMax + " and " + callsMax + " let nothing run");
        }
    }
}
