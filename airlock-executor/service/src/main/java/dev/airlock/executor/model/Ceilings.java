package dev.airlock.executor.model;

import dev.airlock.schemas.model.Order;
import java.time.Duration;
import java.util.Set;

/**
 * What this executor gives at most, whatever an order says.
 *
 * @param deadlineMax the longest run
 * @param callsMax the most system calls of a run
 * @param outputBytesMax the most output that an order may grant, in bytes; one with more is refused
 * @param kinds what it runs programs on
 * @param audit whether its operator lets callers of the machine have runs whose policy is only written down
 */
public record Ceilings(Duration deadlineMax, long callsMax, int outputBytesMax, Set<SandboxKind> kinds, boolean audit) {
    /** An executor that enforces every policy, and grants what gateways order where nobody has set another figure. */
    public Ceilings(Duration deadlineMax, long callsMax, Set<SandboxKind> kinds) {
        this(deadlineMax, callsMax, Order.OUTPUT_BYTES_USUAL, kinds, false);
    }

    public Ceilings {
        kinds = Set.copyOf(kinds);
        if (!deadlineMax.isPositive() || callsMax < 1) {
            throw new IllegalArgumentException("ceilings of " + deadlineMax + " and " + callsMax + " let nothing run");
        }
    }
}
