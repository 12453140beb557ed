package dev.airlock.executor.sandbox;

import dev.airlock.schemas.syscalls.Ruling;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts the calls that a policy would have ended a guest for. A guest may make up numbers, so of names there are at most so many. */
final class AuditedCalls {
    static final int NAMES_MAX = 500;
    private static final String OTHERS = "sys_nr_others";

    private final TreeMap<String, Long> calls = new TreeMap<>();

    /** Whether {@code violation} is only written down; a dangerous call never is. */
    boolean take(Ruling.Violation violation) {
        return switch (violation.cause()) {
            case DANGEROUS -> false;
            case NOT_ALLOWED -> {
                boolean room = calls.size() < NAMES_MAX || calls.containsKey(violation.call());
                calls.merge(room ? violation.call() : OTHERS, 1L, Long::sum);
                yield true;
            }
        };
    }

    SortedMap<String, Long> calls() {
        return calls;
    }
}
