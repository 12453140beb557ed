package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.wire.Signed;
import dev.airlock.snaft.shell.RuleHistory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "The text of a set of your own rules, as it was loaded: the one in force, or one by its version.",
        footer = {
            "",
            "The text goes to the standard output and nothing else does: airlock rules show VERSION > rules.json"
        })
final class RulesShowCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            description = "A version or as much of it as no other has; without it the set in force.")
    private Optional<String> version;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        try (Reach reach = TokenSource.reach(data.directory())) {
            RuleHistory history = RuleSource.history(reach, data.directory());
            spec.commandLine().getOut().print(found(history).text());
            spec.commandLine().getOut().flush();
        }
        return Exit.FINE;
    }

    private RuleSet found(RuleHistory history) throws Trouble {
        if (version.isEmpty()) {
            return history.inForce()
                    .flatMap(RuleHistory.Entry::signed)
                    .map(Signed::value)
                    .orElseThrow(() -> new Trouble(
                            Exit.USAGE,
                            "no set of your own rules was ever loaded",
                            "airlock rules load FILE --reason TEXT"));
        }
        String wanted = version.get();
        List<RuleSet> found = history.entries().stream()
                .flatMap(entry -> entry.signed().stream())
                .map(Signed::value)
                .filter(set -> Stream.of(set.version(), set.version().replace("sha256:", ""))
                        .anyMatch(text -> text.startsWith(wanted)))
                .toList();
        if (found.stream().map(RuleSet::version).distinct().count() != 1) {
            throw new Trouble(
                    Exit.USAGE,
                    found.isEmpty() ? "no set has the version " + wanted : "several versions begin with " + wanted,
                    "airlock rules list");
        }
        return found.getFirst();
    }
}
