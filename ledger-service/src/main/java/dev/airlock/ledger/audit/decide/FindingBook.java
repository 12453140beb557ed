package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.Findings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes findings down: the first {@link Findings#LISTED_MAX} whole, of the rest the number. For one thread. */
public final class FindingBook {
    /** What is missing shows at a record with which nothing is wrong: any other finding names one that is. */
    private static final Comparator<AuditFinding> FIRST_BAD = Comparator.<AuditFinding, Boolean>comparing(
                    finding -> finding.kind() == FindingKind.TRUNCATED)
            .thenComparing(AuditFinding::place);

    private final List<AuditFinding> listed = new ArrayList<>();
    private final Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);
    private Optional<AuditFinding> first = Optional.empty();

    /** One more. */
    public void add(AuditFinding finding) {
        counts.merge(finding.kind(), 1L, Long::sum);
        if (listed.size() < Findings.LISTED_MAX) {
            listed.add(finding);
        }
        if (first.isEmpty() || FIRST_BAD.compare(finding, first.get()) < 0) {
            first = Optional.of(finding);
        }
    }

    /** What was written down, in the order of the records. */
    public Findings findings() {
        return new Findings(
                listed.stream()
                        .sorted(Comparator.comparing(AuditFinding::place))
                        .toList(),
                counts,
                first);
    }
}
