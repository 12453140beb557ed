package dev.airlock.cli;

import dev.airlock.scale.Soak;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = {
            "Uses a road with two executors at 70 %% of what it can, and compares its last third with its first: what callers wait",
            "at p99, and the memory that all processes hold. Then it ends them and looks for what stayed behind."
        },
        footer = {
            "",
            "Exit code 1 when p99 grew by more than 10 %%, memory by more than 5 %%, when a program did not run, when the audit finds something, or when a",
            "process, container or temporary file is left."
        })
final class ScaleSoakCommand implements Callable<Integer> {
    private static final int EXECUTORS = 2;
    private static final int BROKEN = 1;

    @Mixin
    private JsonOption json;

    @Mixin
    private FleetOptions fleet;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            defaultValue = "30m",
            description = "How long it is used; 30m by default.")
    private String time;

    @Mixin
    private ErrandOption errand;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        Duration lasting = Words.duration("--time", time);
        Soak.Outcome result = fleet.done(
                EXECUTORS, plan -> Soak.of(plan, errand.program(), lasting, errand.seed()), Soak.Outcome::holds);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json.asked() ? JsonOption.line(fields(result)) : text(result));
        out.flush();
        return result.holds() ? Exit.FINE : BROKEN;
    }

    private static String text(Soak.Outcome result) {
        Soak.Use use = result.use();
        return """
                %d intents at %.1f per second, 70 %% of %.1f
                p99 %.1f ms in the first third, %.1f in the last: x %.3f (limit %.2f); p50 %.1f and %.1f
                memory of all processes %.0f MiB, then %.0f: x %.3f (limit %.2f)
                not run %s, with two tokens %s; audit: exit %d: %s
                left behind %s
                %s""".formatted(
                        use.intents(),
                        use.perSecond(),
                        use.capacity(),
                        use.first().percentile(99),
                        use.last().percentile(99),
                        use.drift(),
                        Soak.Outcome.DRIFT_MAX,
                        use.first().percentile(50),
                        use.last().percentile(50),
                        use.memoryFirst(),
                        use.memoryLast(),
                        use.growth(),
                        Soak.Outcome.GROWTH_MAX,
                        use.unrun(),
                        use.doubled(),
                        result.audit().exitCode(),
                        result.audit().verdict(),
                        result.behind(),
                        result.holds() ? "it holds" : "IT DOES NOT HOLD");
    }

    private static Map<String, Object> fields(Soak.Outcome result) {
        Soak.Use use = result.use();
        Map<String, Object> fields = new TreeMap<>(Map.of(
                "holds", result.holds(),
                "capacity_per_s", use.capacity(),
                "per_s", use.perSecond(),
                "intents", use.intents(),
                "p99_first_ms", use.first().percentile(99),
                "p99_last_ms", use.last().percentile(99),
                "drift", use.drift(),
                "memory_first_mib", use.memoryFirst(),
                "memory_last_mib", use.memoryLast(),
                "growth", use.growth()));
        fields.put("unrun", use.unrun());
        fields.put("doubled", use.doubled());
        fields.put("audit_exit", result.audit().exitCode());
        fields.put("audit_says", result.audit().verdict());
        fields.put("behind", result.behind());
        return fields;
    }
}
