package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.Chart;
import dev.airlock.ledger.audit.model.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Endings over time: one bar for each stretch, the endings stacked. */
final class TimelineSvg {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 240;
    private static final int LEFT = 48;
    private static final int BOTTOM = 28;
    private static final int TOP = 12;
    private static final int LINES = 4;
    private static final int LABELS = 6;
    private static final int LABEL_WIDTH = 80;
    /** A bar is no wider, so that a short time does not look like a wall. */
    private static final double BAR_MAX = 46;

    private TimelineSvg() {}

    static String of(List<Chart.Bar> bars) {
        if (bars.isEmpty()) {
            return "<p class=\"none\">No token was counted.</p>";
        }
        long first = bars.getFirst().from().getEpochSecond();
        long width = bars.getFirst().width().toSeconds();
        long slots = (bars.getLast().from().getEpochSecond() - first) / width + 1;
        long most = round(bars.stream().mapToLong(Chart.Bar::total).max().orElse(1));
        double step = Math.min((WIDTH - LEFT) / (double) slots, BAR_MAX);
        StringBuilder svg = new StringBuilder(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Endings over time\">".formatted(WIDTH, HEIGHT));
        grid(svg, most);
        for (Chart.Bar bar : bars) {
            double x = LEFT + (bar.from().getEpochSecond() - first) / (double) width * step;
            bar(svg, bar, x, step, most);
        }
        labels(svg, first, width, slots, step);
        return svg.append("</svg>").toString();
    }

    private static void bar(StringBuilder svg, Chart.Bar bar, double x, double step, long most) {
        double y = HEIGHT - BOTTOM;
        svg.append("<g><title>")
                .append(Plain.html(time("yyyy-MM-dd HH:mm:ss", bar.from()) + " for " + words(bar.width()) + ": "
                        + bar.total() + " tokens"))
                .append("</title>");
        for (Ending ending : Ending.values()) {
            long count = bar.endings().getOrDefault(ending, 0L);
            if (count > 0) {
                double height = count / (double) most * (HEIGHT - BOTTOM - TOP);
                y -= height;
                svg.append(rectangle(x + step * 0.1, y, step * 0.8, height, Palette.of(ending)));
            }
        }
        svg.append("</g>");
    }

    private static void grid(StringBuilder svg, long most) {
        for (int line = 0; line <= LINES; line++) {
            double y = HEIGHT - BOTTOM - line / (double) LINES * (HEIGHT - BOTTOM - TOP);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>",
                    LEFT,
                    WIDTH,
                    y,
                    y));
            if (most * line % LINES == 0) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%.1f\" class=\"axis end\">%,d</text>",
                        LEFT - 8,
                        y + 4,
                        most * line / LINES));
            }
        }
    }

    private static void labels(StringBuilder svg, long first, long width, long slots, double step) {
        String pattern = width * slots > Duration.ofDays(3).toSeconds()
                ? "d MMM"
                : width * slots > Duration.ofHours(12).toSeconds()
                        ? "d MMM HH:mm"
                        : width * slots > Duration.ofMinutes(5).toSeconds() ? "HH:mm" : "HH:mm:ss";
        long every = Math.max(Math.max(1, slots / LABELS), (long) Math.ceil(LABEL_WIDTH / step));
        for (long slot = 0; slot < slots && LEFT + (double) slot * step < WIDTH - LABEL_WIDTH; slot += every) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" class=\"axis\">%s</text>",
                    LEFT + (double) slot * step,
                    HEIGHT - 8,
                    time(pattern, Instant.ofEpochSecond(first + slot * width))));
        }
    }

    /** The next number that looks round and that four lines divide. */
    private static long round(long most) {
        long magnitude = 4;
        while (true) {
            for (long factor : new long[] {1, 2, 5}) {
                if (most <= magnitude * factor) {
                    return magnitude * factor;
                }
            }
            magnitude *= 10;
        }
    }

    private static String time(String pattern, Instant time) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    static String words(Duration width) {
        if (width.toSeconds() < 60) {
            return width.toSeconds() + " s";
        }
        if (width.toMinutes() < 60) {
            return width.toMinutes() + " min";
        }
        return width.toHours() < 48 ? width.toHours() + " h" : width.toDays() + " days";
    }

    static String rectangle(double x, double y, double width, double height, String colour) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x,
                y,
                width,
                height,
                colour);
    }
}
