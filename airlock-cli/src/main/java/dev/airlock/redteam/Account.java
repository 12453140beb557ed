package dev.airlock.redteam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a campaign ended.
 *
 * @param rows one per category
 * @param late escapes that came out only after their attacks had been judged
 */
public record Account(List<Row> rows, List<String> late) {
    public Account {
        rows = List.copyOf(rows);
        late = List.copyOf(late);
    }

    /** Whether something was tried, nothing escaped, and every control went through. */
    public boolean holds() {
        return late.isEmpty()
                && rows.stream().allMatch(Row::holds)
                && rows.stream().anyMatch(row -> row.attackers() > 0);
    }

    /** A table for people, and below it every escape. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("%-26s %9s %6s %8s  %s".formatted("category", "attackers", "held", "escaped", "control"));
        rows.forEach(row -> lines.add(row.text()));
        rows.forEach(row -> {
            row.escapes().forEach(why -> lines.add("ESCAPED " + row.category() + " " + why));
            if (!row.control().isEmpty()) {
                lines.add("CONTROL FAILED " + row.category() + " " + row.control());
            }
        });
        late.forEach(why -> lines.add("ESCAPED late: " + why));
        lines.add(holds() ? "nothing escaped" : "it does not hold");
        return String.join("\n", lines);
    }

    /** The same for programs. */
    public Map<String, Object> fields() {
        return Map.of(
                "holds",
                holds(),
                "late",
                late,
                "rows",
                rows.stream().map(Row::fields).toList());
    }
}
