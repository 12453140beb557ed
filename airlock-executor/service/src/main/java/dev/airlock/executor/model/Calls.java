package dev.airlock.executor.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The system calls of one run.
 *
 * @param total how many, refused ones too
 * @param counts how many of each, by what was really called ({@code sys_openat})
 * @param sequence {@code sha256:} over their names in order, each followed by a line feed
 * @param violations those that were refused, in order
 * @param audited in audit mode those that would have been refused, how many of each by the contract's name; empty in any other mode
 */
public record Calls(
        long total,
        SortedMap<String, Long> counts,
        String sequence,
        List<Offence.Violation> violations,
        Optional<SortedMap<String, Long>> audited) {
    /** Of a run whose policy was enforced. */
    public Calls(long total, SortedMap<String, Long> counts, String sequence, List<Offence.Violation> violations) {
        this(total, counts, sequence, violations, Optional.empty());
    }

    public Calls {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        violations = List.copyOf(violations);
        audited = audited.map(calls -> Collections.unmodifiableSortedMap(new TreeMap<>(calls)));
        if (total < violations.size()) {
            throw new IllegalArgumentException(violations.size() + " violations in " + total + " calls");
        }
    }
}
