package dev.airlock.cli;

import dev.airlock.bench.BareBroker;
import dev.airlock.bench.BenchFailed;
import dev.airlock.bench.Benchmark;
import dev.airlock.bench.Benchmarks;
import dev.airlock.bench.Report;
import dev.airlock.bench.model.Effort;
import dev.airlock.executor.model.SandboxKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures, each figure against its floor in the same run; without a name, lists what can be measured.",
        footer = {
            "",
            "Every sample goes to a file in bench/ of the data directory; scratch data are deleted afterwards.",
            "Exit code 1 when a limit is missed. A machine that does other things measures those too."
        })
final class BenchCommand implements Callable<Integer> {
    /** A figure is beyond its limit. */
    private static final int LIMIT_MISSED = 1;

    private final List<Benchmark> benchmarks;

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "What to measure.")
    private Optional<String> name;

    @Option(names = "--quick", description = "Only see whether it works and nothing is far off.")
    private boolean quick;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "microvm",
            description = "microvm, or simulation, which runs no guest and so measures the road alone.")
    private String backend;

    @Option(names = "--floor-broker", hidden = true, description = "Be the bare broker of a floor, on this directory.")
    private Optional<Path> floorBroker;

    @Option(names = "--floor-port", hidden = true, defaultValue = "0", description = "Where the bare broker listens.")
    private int floorPort;

    @Spec
    private CommandSpec spec;

    BenchCommand() {
        this(Benchmarks.all());
    }

    BenchCommand(List<Benchmark> benchmarks) {
        this.benchmarks = List.copyOf(benchmarks);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        try {
            if (floorBroker.isPresent()) {
                BareBroker.serve(floorBroker.get(), floorPort);
                return Exit.FINE;
            }
            return name.isPresent() ? measure(named(name.get())) : list();
        } catch (BenchFailed e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), e.fix());
        }
    }

    private Benchmark named(String wanted) throws Trouble {
        return benchmarks.stream()
                .filter(benchmark -> benchmark.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE,
                        "no benchmark is called " + wanted + "; there are "
                                + benchmarks.stream().map(Benchmark::name).collect(Collectors.joining(", ")),
                        "airlock bench"));
    }

    private int measure(Benchmark benchmark) throws BenchFailed, IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Report report = Report.of(
                benchmark,
                quick ? Effort.QUICK : Effort.FULL,
                Words.constant(SandboxKind.class, "--backend", backend),
                data.directory().bench(),
                InstantSource.system().instant(),
                line -> say(err, line));
        print(json.asked() ? JsonOption.line(report.fields()) : report.text().stripTrailing());
        return report.holds() ? Exit.FINE : LIMIT_MISSED;
    }

    private static void say(PrintWriter err, String line) {
        err.println("airlock: " + line);
        err.flush();
    }

    private int list() {
        print(
                json.asked()
                        ? JsonOption.line(benchmarks.stream()
                                .map(one -> Map.of("name", one.name(), "about", one.about()))
                                .toList())
                        : benchmarks.stream()
                                .map(one -> "%-12s %s".formatted(one.name(), one.about()))
                                .collect(Collectors.joining("\n")));
        return Exit.FINE;
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
