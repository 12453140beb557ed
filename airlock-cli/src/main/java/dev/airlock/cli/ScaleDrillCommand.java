package dev.airlock.cli;

import dev.airlock.scale.Aftermath;
import dev.airlock.scale.Drill;
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
        name = "drill",
        mixinStandardHelpOptions = true,
        description = {
            "Four executors at work; one is halted (SIGSTOP) and resumed later, or killed (SIGKILL): how soon the others have taken",
            "over, whether every intent has one token, and whether sessions stay in order."
        },
        footer = {
            "",
            "Exit code 1 when it takes longer than 10 s, when others' sessions are held up for more than 5 s, when a program did not run, when a token is",
            "there twice or out of order, or when the audit of everything finds something."
        })
final class ScaleDrillCommand implements Callable<Integer> {
    private static final int EXECUTORS = 4;
    private static final int BROKEN = 1;

    @Mixin
    private JsonOption json;

    @Mixin
    private FleetOptions fleet;

    @Option(
            names = "--blow",
            paramLabel = "halt|kill",
            defaultValue = "halt",
            description = "What happens to the executor; halt by default.")
    private String blow;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many intents come per second, fewer than three executors can run; 4 by default.")
    private double rate;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long they come; the blow falls at a third of it; 60s by default.")
    private String time;

    @Mixin
    private ErrandOption errand;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        if (!(rate > 0)) {
            throw new Trouble(Exit.USAGE, "--rate is " + rate, "--rate 4");
        }
        Drill.Blow struck = Words.constant(Drill.Blow.class, "--blow", blow);
        Duration lasting = Words.duration("--time", time);
        Drill.Outcome result = fleet.done(
                EXECUTORS,
                plan -> Drill.of(plan, errand.program(), rate, lasting, struck, errand.seed()),
                Drill.Outcome::holds);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json.asked() ? JsonOption.line(fields(result)) : text(result));
        out.flush();
        return result.holds() ? Exit.FINE : BROKEN;
    }

    private static String text(Drill.Outcome result) {
        Aftermath aftermath = result.aftermath();
        return """
                one of four executors was %s at %.1f intents/s (p99 before: %.0f ms); it had sealed %d tokens before, and %d while it was away
                the last late token came %.1f s after the blow (limit %.0f), and %.1f s after the resume (limit %.0f); between, %.0f %% of what was sent (limit 90)
                on its partitions an intent took at most %.1f s, on those of the others %.1f s (limit %.0f)
                %d intents, not run %s, with two tokens %s, out of order %s; audit: exit %d: %s
                %s""".formatted(
                        result.blow() == Drill.Blow.HALT ? "halted, and resumed later," : "killed",
                        result.perSecond(),
                        aftermath.before(),
                        aftermath.sealed(),
                        aftermath.ghosts(),
                        aftermath.recovery(),
                        Aftermath.RECOVERY_MAX,
                        aftermath.again(),
                        Aftermath.RECOVERY_MAX,
                        100 * aftermath.throughput(),
                        aftermath.orphans(),
                        aftermath.bystanders(),
                        Aftermath.BYSTANDERS_MAX,
                        result.intents(),
                        result.unrun(),
                        result.doubled(),
                        result.disordered(),
                        result.audit().exitCode(),
                        result.audit().verdict(),
                        result.holds() ? "it holds" : "IT DOES NOT HOLD");
    }

    private static Map<String, Object> fields(Drill.Outcome result) {
        Aftermath aftermath = result.aftermath();
        Map<String, Object> fields = new TreeMap<>(Map.of(
                "holds", result.holds(),
                "blow", result.blow().name(),
                "per_s", result.perSecond(),
                "p99_before_ms", aftermath.before(),
                "recovery_s", aftermath.recovery(),
                "again_s", aftermath.again(),
                "bystanders_s", aftermath.bystanders(),
                "orphans_s", aftermath.orphans(),
                "throughput", aftermath.throughput(),
                "sealed_before", aftermath.sealed()));
        fields.put("sealed_away", aftermath.ghosts());
        fields.put("intents", result.intents());
        fields.put("unrun", result.unrun());
        fields.put("doubled", result.doubled());
        fields.put("disordered", result.disordered());
        fields.put("audit_exit", result.audit().exitCode());
        fields.put("audit_says", result.audit().verdict());
        return fields;
    }
}
