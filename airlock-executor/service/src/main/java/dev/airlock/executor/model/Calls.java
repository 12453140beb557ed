package dev.airlock.executor.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The system calls of one run.
 *
 * @param total how many, refused ones too
 * @param counts how many of each, by what was really called ({@code sys_openat})
 * @param sequence {@code sha256:} over their names in order, each followed by a line feed
 * @param violations those that were refused, in order
 */
public record Calls(long total, SortedMap<String, Long> counts, String sequence, List<Offence.Violation> violations) {
    public Calls {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        violations = List.copyOf(violations);
        if (total < violations.size()) {
            throw new IllegalArgumentException(violations.size() + " violations in " + total + " calls");
        }
    }
}
