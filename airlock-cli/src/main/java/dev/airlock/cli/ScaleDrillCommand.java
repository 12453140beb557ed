package dev.airlock.cli;

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
        footer = {"", "Exit code 1 when it takes longer than 10 s, or when a token is there twice or out of order."})
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
        return """
                one of four executors was %s at %.1f intents/s (p99 before: %.0f ms)
                the last late token came %.1f s after it (limit %.0f); from then on %.0f %% of what was sent (limit 90)
                %d intents, with two tokens %s, out of order %s
                %s""".formatted(
                        result.blow() == Drill.Blow.HALT ? "halted, and resumed later," : "killed",
                        result.perSecond(),
                        result.before(),
                        result.recovery(),
                        Drill.Outcome.RECOVERY_MAX,
                        100 * result.throughput(),
                        result.intents(),
                        result.doubled(),
                        result.disordered(),
                        result.holds() ? "it holds" : "IT DOES NOT HOLD");
    }

    private static Map<String, Object> fields(Drill.Outcome result) {
        return new TreeMap<>(Map.of(
                "holds", result.holds(),
                "blow", result.blow().name(),
                "per_s", result.perSecond(),
                "p99_before_ms", result.before(),
                "recovery_s", result.recovery(),
                "throughput", result.throughput(),
                "intents", result.intents(),
                "doubled", result.doubled(),
                "disordered", result.disordered()));
    }
}
