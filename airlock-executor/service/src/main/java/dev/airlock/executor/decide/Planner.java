package dev.airlock.executor.decide;

import dev.airlock.executor.model.Ceilings;
import dev.airlock.executor.model.Leave;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Turns an order into a plan. */
public final class Planner {
    private Planner() {}

    /** How {@code order} is to be run here; refused if nothing here can run it. */
    public static Leave plan(Order order, Ceilings ceilings) {
        Optional<SandboxKind> kind = kindOf(order, ceilings.kinds());
        if (kind.isEmpty() || !ceilings.kinds().contains(kind.get())) {
            return new Leave.Refused(noBackend(order));
        }
        if (order.outputBytesMax() > ceilings.outputBytesMax()) {
            return new Leave.Refused(tooMuchOutput(order, ceilings));
        }
        int memoryMib = Math.min(order.memoryMib(), order.route().memoryMib());
        return SizeClass.within(memoryMib)
                .<Leave>map(memory -> new Leave.Go(plan(order, ceilings, kind.get(), memory)))
                .orElseGet(() -> new Leave.Refused(tooSmall(memoryMib)));
    }

    private static Plan plan(Order order, Ceilings ceilings, SandboxKind kind, SizeClass memory) {
        Duration asked = Duration.ofMillis(order.deadlineMillis());
        Duration deadline = asked.compareTo(ceilings.deadlineMax()) <= 0 ? asked : ceilings.deadlineMax();
        return new Plan(
                order.key(),
                order.intent(),
                kind,
                order.route().image(),
                order.route().policy(),
                new RunLimits(deadline, memory, order.outputBytesMax(), ceilings.callsMax()));
    }

    /**
     * Whoever leaves it to us gets the stronger of what is here. Who names a backend gets that or none: never the other instead, the
     * simulation only by its name, and what is unknown runs nowhere.
     */
    private static Optional<SandboxKind> kindOf(Order order, Set<SandboxKind> here) {
        return switch (order.backend()) {
            case ANY ->
                Stream.of(SandboxKind.MICROVM, SandboxKind.CONTAINER)
                        .filter(here::contains)
                        .findFirst();
            case MICROVM -> Optional.of(SandboxKind.MICROVM);
            case CONTAINER -> Optional.of(SandboxKind.CONTAINER);
            case SIMULATION -> Optional.of(SandboxKind.SIMULATION);
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Refusal noBackend(Order order) {
        return new Refusal(
                RefusalKind.NO_BACKEND,
                "backend",
                "backend " + order.backend().name().toLowerCase(Locale.ROOT) + " is not on this executor; "
                        + "ask for any, or start it with isolation=microvm or isolation=container; "
                        + "simulation.enabled=true is for where nothing needs to run");
    }

    private static Refusal tooMuchOutput(Order order, Ceilings ceilings) {
        return new Refusal(
                RefusalKind.GRANT,
                "order",
                "the order's output is " + order.outputBytesMax() + " bytes, and this executor gives "
                        + ceilings.outputBytesMax()
                        + " at most; output.max.bytes here must not be less than output_bytes_max of the gateway");
    }

    private static Refusal tooSmall(int memoryMib) {
        return new Refusal(
                RefusalKind.MALFORMED,
                "memory_mib",
                "memory of " + memoryMib + " MiB is less than the smallest guest; ask for " + SizeClass.MIB_32.mib()
                        + " MiB or more");
    }
}
