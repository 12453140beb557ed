package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.snaft.model.Block;
import dev.airlock.snaft.model.CustomRule;
import dev.airlock.snaft.model.RuleFile;
import dev.airlock.snaft.shell.RuleCheck;
import dev.airlock.snaft.shell.RuleCheck.Line;
import dev.airlock.snaft.shell.RuleHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "The rules in the order in which they are asked: the standing ones, then those of the set in force, and its blocks; then every set that was ever loaded.")
final class RulesListCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        PrintWriter out = spec.commandLine().getOut();
        for (Line line : RuleCheck.lines()) {
            put(out, line.id(), line.name(), line.warns() ? "warns" : "refuses", line.catches(), line.phrases());
        }
        if (Files.isDirectory(data.directory().broker())) {
            try (Reach reach = TokenSource.reach(data.directory())) {
                own(RuleSource.history(reach, data.directory()), out);
            }
        }
        return Exit.FINE;
    }

    private void put(PrintWriter out, String id, String name, String verdict, String catches, int phrases) {
        out.println(
                json.asked()
                        ? JsonOption.line(Map.of(
                                "id", id, "name", name, "verdict", verdict, "catches", catches, "phrases", phrases))
                        : "%-12s  %-17s  %-7s  %s".formatted(id, name, verdict, catches));
    }

    private void own(RuleHistory history, PrintWriter out) throws Trouble {
        Optional<RuleHistory.Entry> inForce = history.inForce();
        if (inForce.isPresent()) {
            String text = inForce.get().signed().orElseThrow().value().text();
            rules(RuleSource.file(text), InstantSource.system().instant(), out);
        }
        for (RuleHistory.Entry entry : history.entries()) {
            var set = LoadedSet.of(entry, inForce.filter(entry::equals).isPresent());
            out.println(json.asked() ? set.json() : set.line("set  "));
        }
    }

    private void rules(RuleFile file, Instant now, PrintWriter out) {
        file.rules().stream()
                .sorted(Comparator.comparingInt(CustomRule::priority).thenComparing(CustomRule::id))
                .forEach(rule -> put(
                        out,
                        rule.id(),
                        postures(rule),
                        rule.effect() == CustomRule.Effect.REFUSE ? "refuses" : "flags",
                        rule.message(),
                        rule.phrases().size()));
        for (Block block : file.blocks()) {
            String until = block.until()
                    .map(end -> (block.counts(now) ? " until " : " ended ") + end)
                    .orElse("");
            put(out, block.id(), block.value(), block.counts(now) ? "refuses" : "ended", block.reason() + until, 0);
        }
        new TreeMap<>(file.burned()).forEach((name, reason) -> put(out, "trust.burned", name, "refuses", reason, 0));
        new TreeMap<>(file.reinstated())
                .forEach((name, at) -> put(out, "trust", name, "again", "reinstated at " + at, 0));
    }

    private static String postures(CustomRule rule) {
        return rule.postures().size() == 3
                ? "every posture"
                : String.join(
                        ",",
                        rule.postures().stream()
                                .sorted()
                                .map(level -> level.name().toLowerCase(Locale.ROOT))
                                .toList());
    }
}
