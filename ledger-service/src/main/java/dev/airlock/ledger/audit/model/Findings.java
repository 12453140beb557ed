package dev.airlock.ledger.audit.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that does not verify.
 *
 * @param listed in the order of their records, at most {@value #LISTED_MAX}: the first that were met
 * @param counts how many of each kind, listed or not
 * @param first the one at the earliest record that is wrong itself; only where none is, at the earliest behind which something is missing
 */
public record Findings(List<AuditFinding> listed, Map<FindingKind, Long> counts, Optional<AuditFinding> first) {
    /** The most that are kept whole. */
    public static final int LISTED_MAX = 1_000;

    public Findings {
        listed = List.copyOf(listed);
        counts = Map.copyOf(counts);
    }

    /** How many there are. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many there are beyond those that are listed. */
    public long unlisted() {
        return total() - listed.size();
    }
}
