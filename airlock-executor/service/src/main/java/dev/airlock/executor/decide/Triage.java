package dev.airlock.executor.decide;

import dev.airlock.executor.model.Finding;
import dev.airlock.executor.model.Offence;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.model.Trace.End;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Judges a run: a failure first, then offences, and only what shows neither is safe. A kill is whatever is not safe; there is no
 * tier between.
 */
public final class Triage {
    private Triage() {}

    /** What the run of {@code plan} was, by its {@code trace}. */
    public static Finding judge(Plan plan, Trace trace) {
        return switch (trace.end()) {
            case End.Broke(Trace.Cause cause, String reason) -> new Finding.Faulted(cause, audited(trace) + reason);
            case End.Stopped(Offence offence) -> killed(trace, offences(trace, List.of(offence)));
            case End.Exited _ when !trace.calls().violations().isEmpty() -> killed(trace, offences(trace, List.of()));
            case End.Exited(int code) -> new Finding.Completed(code, safe(plan, trace, code));
        };
    }

    /** The violations in their order, then what else ended it; the same offence stands once. */
    private static List<Offence> offences(Trace trace, List<Offence> ending) {
        List<Offence> all = new ArrayList<>(trace.calls().violations());
        ending.stream().filter(offence -> !all.contains(offence)).forEach(all::add);
        return all;
    }

    private static Finding killed(Trace trace, List<Offence> offences) {
        if (offences.getFirst() instanceof Offence.Cancelled(String text)) {
            return new Finding.Killed(offences, ran(trace) + text);
        }
        String count = offences.size() == 1 ? "1 offence: " : offences.size() + " offences: ";
        return new Finding.Killed(
                offences,
                ran(trace) + count + offences.stream().map(Offence::text).collect(Collectors.joining("; ")));
    }

    private static String safe(Plan plan, Trace trace, int code) {
        return ran(trace) + trace.calls().total() + " system calls within the bounds of '" + plan.intent()
                + "', exit code " + code;
    }

    private static String ran(Trace trace) {
        return place(trace) + audited(trace);
    }

    private static String audited(Trace trace) {
        return trace.calls().audited().map(Triage::audit).orElse("");
    }

    private static String audit(SortedMap<String, Long> audited) {
        long calls = audited.values().stream().mapToLong(Long::longValue).sum();
        String which = audited.entrySet().stream()
                .map(call -> call.getKey() + " " + call.getValue())
                .collect(Collectors.joining(", "));
        return calls == 0
                ? "audit mode, nothing would have been killed: "
                : "audit mode, " + calls + " calls would have been killed (" + which + "): ";
    }

    private static String place(Trace trace) {
        return switch (trace.site().kind()) {
            case MICROVM, CONTAINER -> "";
            case SIMULATION -> "simulation, nothing was run: ";
        };
    }
}
