package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.Chart;
import dev.airlock.ledger.audit.model.Ending;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.UnknownEnd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A report for people at a terminal: a summary, then what does not verify. What strangers chose cannot steer the terminal. */
public final class ReportText {
    private static final int NAMES_SHOWN = 5;

    private ReportText() {}

    /** The lines. */
    public static List<String> of(AuditReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("%,d records in %.1f s: %,d tokens in %d chains"
                .formatted(
                        report.records(),
                        report.took().toMillis() / 1e3,
                        report.tokens(),
                        report.heads().size()));
        if (!report.selection().everything()) {
            lines.add("selected: %,d of them".formatted(report.selected()));
        }
        lines.add("endings:    " + endings(report.chart().endings()));
        lines.add("violations: " + names(report.chart().calls()));
        lines.add("agents:     "
                + names(report.chart().agents().stream()
                        .map(agent -> new Chart.Count(agent.name(), agent.total()))
                        .toList()));
        lines.add("heads:      %d remembered elsewhere were compared".formatted(report.compared()));
        lines.add("signed:     %,d signed heads were compared; %,d of %,d records are under one"
                .formatted(report.signedHeads(), report.covered(), report.records()));
        report.uncompared()
                .forEach(end -> lines.add("not compared: the end of " + end + "; its last tokens may be gone"));
        if (!report.uncompared().isEmpty()) {
            lines.add("              " + UnknownEnd.FIX);
        }
        report.redecided().ifPresent(again -> lines.add("decided again: " + again(again)));
        if (report.verifies()) {
            lines.add("VERIFIED" + exceptions(report)
                    + ": signatures, keys, chains, times, postures, signed heads, and one token for each intent");
            return lines;
        }
        lines.add("NOT VERIFIED: %,d findings: %s"
                .formatted(report.findings().total(), kinds(report.findings().counts())));
        report.findings().first().ifPresent(first -> lines.add("first bad record: " + Plain.line(first.toString())));
        report.findings().listed().forEach(finding -> lines.add("  " + Plain.line(finding.toString())));
        if (report.findings().unlisted() > 0) {
            lines.add("  and %,d more".formatted(report.findings().unlisted()));
        }
        return lines;
    }

    private static String exceptions(AuditReport report) {
        int ends = report.uncompared().size();
        return ends == 0 ? "" : " but for %,d %s of fast lanes".formatted(ends, ends == 1 ? "end" : "ends");
    }

    private static String endings(Map<Ending, Long> endings) {
        String all = List.of(Ending.values()).stream()
                .filter(endings::containsKey)
                .map(ending -> "%,d %s".formatted(endings.get(ending), ending.label()))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }

    private static String names(List<Chart.Count> counts) {
        if (counts.isEmpty()) {
            return "none";
        }
        String shown = counts.stream()
                .limit(NAMES_SHOWN)
                .map(count -> (count.name().isEmpty() ? "all others" : Plain.line(count.name()))
                        + " %,d".formatted(count.count()))
                .collect(Collectors.joining(", "));
        return shown + (counts.size() > NAMES_SHOWN ? ", and " + (counts.size() - NAMES_SHOWN) + " more" : "");
    }

    private static String kinds(Map<FindingKind, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<FindingKind, Long>::getKey))
                .map(kind -> "%,d %s".formatted(kind.getValue(), kind.getKey().words()))
                .collect(Collectors.joining(", "));
    }

    private static String again(Redecided again) {
        String untold = again.untold().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(reason -> "%,d cannot be: %s".formatted(reason.getValue(), reason.getKey()))
                .collect(Collectors.joining("; "));
        return "%,d of %,d agree, %,d do not".formatted(again.agreed(), again.decisions(), again.disagreed())
                + (untold.isEmpty() ? "" : "; " + untold);
    }
}
