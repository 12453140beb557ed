package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.Chart;
import dev.airlock.ledger.audit.model.Ending;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names with bars: violations by call, tokens by agent. Names are strangers' and stay text. */
final class BarsSvg {
    private static final int WIDTH = 460;
    private static final int NAME_WIDTH = 168;
    private static final int ROW = 28;
    private static final int ROWS_MAX = 12;
    private static final int NAME_MAX = 24;
    private static final int NUMBER_WIDTH = 56;

    private BarsSvg() {}

    /** Violations by call. */
    static String calls(List<Chart.Count> calls) {
        return of(
                "Violations by call",
                calls.stream()
                        .map(call -> new Row(call.name(), call.count(), Map.of(Ending.VIOLATION, call.count())))
                        .toList(),
                "No run was ended for a violation.");
    }

    /** Endings by agent. */
    static String agents(List<Chart.Agent> agents) {
        return of(
                "Endings by agent",
                agents.stream()
                        .map(agent -> new Row(agent.name(), agent.total(), agent.endings()))
                        .toList(),
                "Nobody asked for anything.");
    }

    private record Row(String name, long total, Map<Ending, Long> parts) {}

    private static String of(String title, List<Row> rows, String none) {
        if (rows.isEmpty()) {
            return "<p class=\"none\">" + none + "</p>";
        }
        List<Row> shown = rows.subList(0, Math.min(ROWS_MAX, rows.size()));
        long most = shown.stream().mapToLong(Row::total).max().orElse(1);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                shown.size() * ROW,
                title));
        for (int at = 0; at < shown.size(); at++) {
            row(svg, shown.get(at), at * ROW, most);
        }
        svg.append("</svg>");
        if (rows.size() > shown.size()) {
            svg.append("<p class=\"none\">and ")
                    .append(rows.size() - shown.size())
                    .append(" more</p>");
        }
        return svg.toString();
    }

    private static void row(StringBuilder svg, Row row, int y, long most) {
        String name = row.name().isEmpty() ? "all others" : row.name();
        svg.append("<g><title>")
                .append(Plain.html(name))
                .append("</title>")
                .append(String.format(
                        Locale.ROOT, "<text x=\"%d\" y=\"%d\" class=\"name end\">", NAME_WIDTH - 10, y + 18))
                .append(Plain.html(Plain.cut(name, NAME_MAX)))
                .append("</text>");
        double x = NAME_WIDTH;
        for (Ending ending : Ending.values()) {
            long count = row.parts().getOrDefault(ending, 0L);
            if (count > 0) {
                double width = count / (double) most * (WIDTH - NAME_WIDTH - NUMBER_WIDTH);
                svg.append(TimelineSvg.rectangle(x, y + 6.0, Math.max(width, 1), 16, Palette.of(ending)));
                x += width;
            }
        }
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" class=\"axis\">%,d</text></g>", x + 8, y + 18, row.total()));
    }
}
