package dev.airlock.cli;

import dev.airlock.scale.Outlook;
import dev.airlock.scale.Simulated;
import dev.airlock.scale.model.Costs;
import dev.airlock.scale.model.Forecast;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what an intent costs on one executor, has a model say what two and four will do, measures them, and then",
            "says what 1 to 1,000 hosts would do and what would have to grow first."
        },
        footer = {
            "",
            "The programs mostly wait, so that the cores of one machine show more than one executor. The model follows every intent",
            "through front, slots, cores and partitions; see ADR 30. Exit code 1 when a forecast is off by more than 25 %%."
        })
final class ScaleSimulateCommand implements Callable<Integer> {
    private static final int EXECUTORS = 4;
    private static final int BROKEN = 1;

    @Mixin
    private JsonOption json;

    @Mixin
    private FleetOptions fleet;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "For how long each program waits; 5s by default.")
    private String wait;

    @Option(
            names = "--stretch",
            paramLabel = "TIME",
            defaultValue = "40s",
            description = "For how long each figure is looked at; 40s by default.")
    private String stretch;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Of the topics of sessions, in what is said of many hosts; by default as they are made.")
    private Integer partitions = Topic.ORDERS.partitions();

    @Option(
            names = "--fronts",
            paramLabel = "N",
            defaultValue = "1",
            description = "Hosts that share snaft's, the gateway's and the broker's work there; 1 by default.")
    private int fronts;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        if (partitions < 1 || fronts < 1) {
            throw new Trouble(Exit.USAGE, "--partitions and --fronts are 1 and more", "--partitions 8 --fronts 1");
        }
        Duration each = Words.duration("--wait", wait);
        Duration looked = Words.duration("--stretch", stretch);
        Simulated.Outcome result =
                fleet.done(EXECUTORS, plan -> Simulated.of(plan, each, looked), Simulated.Outcome::holds);
        int cores = Runtime.getRuntime().availableProcessors();
        List<Outlook> outlook = Outlook.of(result.costs(), fleet.slots(), partitions, cores, fronts);
        PrintWriter out = spec.commandLine().getOut();
        if (json.asked()) {
            out.println(JsonOption.line(fields(result, outlook)));
        } else {
            print(out, result, outlook, cores);
        }
        out.flush();
        return result.holds() ? Exit.FINE : BROKEN;
    }

    private void print(PrintWriter out, Simulated.Outcome result, List<Outlook> outlook, int cores) {
        Costs costs = result.costs();
        out.println("one executor with %d slots: %.2f intents/s that wait %.0f ms each"
                .formatted(result.slots(), result.one(), result.programMillis()));
        out.println(
                "an intent costs %.1f ms of processor at the front and %.1f ms where it runs, holds its slot for %.0f ms, and waits %.1f ms besides"
                        .formatted(
                                costs.frontProcessor(),
                                costs.runProcessor(),
                                costs.held(),
                                costs.front() + costs.back()));
        out.println("standing still, the front uses %.2f cores and an executor %.2f"
                .formatted(costs.standingFront(), costs.standingExecutor()));
        result.checks()
                .forEach(check ->
                        out.println("%d executors: said %.2f intents/s, measured %.2f, off by %.0f %% (limit 25): %s"
                                .formatted(
                                        check.executors(),
                                        check.forecast(),
                                        check.measured(),
                                        100 * check.off(),
                                        check.holds() ? "holds" : "DOES NOT HOLD")));
        out.println("said of hosts with %d cores and %d slots each, %d partitions and %d fronts:"
                .formatted(cores, result.slots(), partitions, fronts));
        out.println("  hosts   intents/s   p50 ms at 70 %   p99 ms   front   executors   slots   idle   to grow first");
        outlook.forEach(one -> out.println("%7d %11.1f %16.0f %8.0f %6.0f%% %10.0f%% %6.0f%% %6d   %s"
                .formatted(
                        one.hosts(),
                        one.most().perSecond(),
                        one.loaded().p50(),
                        one.loaded().p99(),
                        100 * one.most().front(),
                        100 * one.most().executor(),
                        100 * one.most().slots(),
                        one.most().idle(),
                        one.most().limit())));
    }

    private static Map<String, Object> fields(Simulated.Outcome result, List<Outlook> outlook) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("holds", result.holds());
        fields.put("slots", result.slots());
        fields.put("wait_ms", result.programMillis());
        fields.put("one_per_s", result.one());
        fields.put("costs", costs(result.costs()));
        fields.put(
                "checks",
                result.checks().stream()
                        .map(check -> Map.of(
                                "executors", check.executors(),
                                "said_per_s", check.forecast(),
                                "measured_per_s", check.measured(),
                                "off", check.off(),
                                "holds", check.holds()))
                        .toList());
        fields.put("hosts", outlook.stream().map(ScaleSimulateCommand::fields).toList());
        return fields;
    }

    private static Map<String, Object> costs(Costs costs) {
        return Map.of(
                "front_processor_ms", costs.frontProcessor(),
                "front_ms", costs.front(),
                "run_processor_ms", costs.runProcessor(),
                "held_ms", costs.held(),
                "back_ms", costs.back(),
                "standing_front_cores", costs.standingFront(),
                "standing_executor_cores", costs.standingExecutor());
    }

    private static Map<String, Object> fields(Outlook one) {
        Forecast most = one.most();
        return Map.of(
                "hosts", one.hosts(),
                "per_s", most.perSecond(),
                "p50_ms", one.loaded().p50(),
                "p99_ms", one.loaded().p99(),
                "front", most.front(),
                "executor", most.executor(),
                "slots", most.slots(),
                "idle", most.idle(),
                "grow_first", most.limit());
    }
}
