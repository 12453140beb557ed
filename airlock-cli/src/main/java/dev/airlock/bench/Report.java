package dev.airlock.bench;

import dev.airlock.bench.model.Effort;
import dev.airlock.bench.model.Host;
import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * What came out of a benchmark, for people and for programs.
 *
 * @param benchmark its name
 * @param effort how much was measured
 * @param backend what ran the programs
 * @param at when
 * @param host where
 * @param rows the figures
 * @param compiling for how much of the time, in percent, the JVM still compiled when what was measured began; empty if nobody looked
 * @param steal how much of the processors' time the host gave to others meanwhile, in percent; empty where it does not tell
 * @param samples the file with every sample
 */
public record Report(
        String benchmark,
        Effort effort,
        SandboxKind backend,
        Instant at,
        Host host,
        List<Row> rows,
        OptionalDouble compiling,
        OptionalDouble steal,
        Path samples) {
    private static final String LINE = "%-34s %11s %11s %11s %7s %-28s %s%n";

    public Report {
        rows = List.copyOf(rows);
    }

    /** Measures, and keeps the samples in {@code directory}. */
    public static Report of(
            Benchmark benchmark,
            Effort effort,
            SandboxKind backend,
            Path directory,
            Instant now,
            Consumer<String> progress)
            throws BenchFailed, IOException, InterruptedException {
        Host host = HostLook.host();
        try (Measurement measurement = Measurement.open(benchmark.name(), effort, backend, directory, now, progress)) {
            measurement.write(Map.of(
                    "benchmark",
                    benchmark.name(),
                    "effort",
                    word(effort),
                    "backend",
                    word(backend),
                    "host",
                    fields(host)));
            Steal steal = Steal.since();
            List<Row> rows = benchmark.measure(measurement);
            for (Row row : rows) {
                measurement.write(fields(row));
            }
            return new Report(
                    benchmark.name(),
                    effort,
                    backend,
                    now,
                    host,
                    rows,
                    Compilers.left(measurement),
                    steal.percent(),
                    measurement.file());
        }
    }

    /** Whether every limit is kept. */
    public boolean holds() {
        return rows.stream().allMatch(Row::holds);
    }

    /** A table and where the rest is. */
    public String text() {
        var text = new StringBuilder();
        if (backend == SandboxKind.SIMULATION) {
            text.append(
                            "NO GUEST WAS RUN: the simulation was asked for, so every \"run\" here is a look at the program's text.\n")
                    .append("What is measured is the road around it.\n");
        }
        text.append(LINE.formatted(
                "bench " + benchmark + " (" + word(effort) + ")", "p50", "p99", "floor", "ratio", "limit", "holds"));
        rows.forEach(row -> text.append(LINE.formatted(
                row.figure() + ", " + row.unit(),
                number(row.p50()),
                number(row.p99()),
                number(row.floor()),
                number(row.ratio()),
                row.limit().map(Report::text).orElse("-"),
                row.limit().isEmpty() ? "-" : row.holds() ? "yes" : "NO")));
        text.append("host: %s, %d cores, KVM %s, JDK %s, %s, SHA-256 %s MiB/s, load %s%n"
                .formatted(
                        host.cpu(),
                        host.cores(),
                        host.kvm(),
                        host.jdk(),
                        host.kernel(),
                        number(host.hashing()),
                        host.load()));
        compiling.ifPresent(percent -> text.append(
                "compiling, when what was measured began: %.0f %% of the time at most%n".formatted(percent)));
        steal.ifPresent(percent ->
                text.append("steal: %.1f %% of the processors' time went to others of the host%n".formatted(percent)));
        text.append("samples: %s (percentiles by nearest rank)%n".formatted(samples));
        return text.toString();
    }

    /** The same as a tree of maps, for JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", benchmark);
        all.put("effort", word(effort));
        all.put("backend", word(backend));
        all.put("guest_was_run", backend != SandboxKind.SIMULATION);
        all.put("at", at.toString());
        all.put("host", fields(host));
        all.put("rows", rows.stream().map(Report::fields).toList());
        compiling.ifPresent(percent -> all.put("compiling_percent", percent));
        steal.ifPresent(percent -> all.put("steal_percent", percent));
        all.put("percentiles", "nearest rank");
        all.put("samples", samples.toString());
        all.put("holds", holds());
        return all;
    }

    private static Map<String, Object> fields(Row row) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("figure", row.figure());
        all.put("unit", row.unit());
        all.put("p50", row.p50());
        all.put("p99", row.p99());
        row.floor().ifPresent(floor -> all.put("floor", floor));
        row.ratio().ifPresent(ratio -> all.put("ratio", ratio));
        row.limit().ifPresent(limit -> {
            all.put("limit", limit.value());
            all.put("side", word(limit.side()));
            all.put("limited", limit.of().text());
        });
        all.put("holds", row.holds());
        return all;
    }

    private static Map<String, Object> fields(Host host) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kvm", host.kvm());
        all.put("cpu", host.cpu());
        all.put("cores", host.cores());
        all.put("jdk", host.jdk());
        all.put("kernel", host.kernel());
        all.put("sha256_mib_per_s", host.hashing());
        all.put("load", host.load());
        return all;
    }

    private static String text(Limit limit) {
        return limit.of().text() + " " + word(limit.side()) + " " + number(limit.value());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "-";
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, Math.abs(value) >= 1000 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }
}
