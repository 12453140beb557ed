package dev.airlock.cli;

import dev.airlock.snaft.decide.CustomRules;
import dev.airlock.snaft.decide.CustomRules.Compiled;
import dev.airlock.snaft.model.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks a set of your own rules as a load would, and loads nothing.",
        footer = {
            "",
            "Exit code 0 when it is in order, 1 when not; each fault is a line: file, line, column, what would be right."
        })
final class RulesCheckCommand implements Callable<Integer> {
    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "FILE", description = "The set, as JSON.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        PrintWriter out = spec.commandLine().getOut();
        return switch (RuleSource.compile(RuleSource.text(file))) {
            case Compiled.Good(CustomRules rules) -> {
                int many = rules.file().rules().size();
                int blocks = rules.file().blocks().size();
                out.println(
                        json.asked()
                                ? JsonOption.line(Map.of("version", rules.version(), "rules", many, "blocks", blocks))
                                : many + " rules and " + blocks + " blocks are in order\n" + rules.version());
                yield Exit.FINE;
            }
            case Compiled.Faulty(List<Fault> faults) -> {
                faults.forEach(fault -> out.println(json.asked() ? json(fault) : file + ":" + fault));
                yield Exit.PROGRAM_FAILED;
            }
        };
    }

    private static String json(Fault fault) {
        return JsonOption.line(
                Map.of("line", fault.place().line(), "column", fault.place().column(), "fault", fault.text()));
    }
}
