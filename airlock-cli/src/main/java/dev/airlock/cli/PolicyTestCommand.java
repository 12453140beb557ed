package dev.airlock.cli;

import dev.airlock.authorisation.model.Expectation;
import dev.airlock.authorisation.wire.AskTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Asks a set of policies the questions of a table, and says which answers are not those expected.",
        footer = {
            "",
            "A table is JSON: an array of questions with the fields of `airlock policy explain`, for example",
            "  [{\"intent\": \"shell:ls\", \"origin\": \"external_ai\", \"trust\": 10, \"expect\": \"deny\", \"by\": \"external-ai-trust\"}]",
            "",
            "Exit code 0 when all are as expected, 1 when not."
        })
final class PolicyTestCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "FILE", description = "The table.")
    private Path file;

    @Mixin
    private PoliciesOption source;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        List<Expectation> table = table();
        PolicySource.Found found = source.find(data.directory());
        List<String> missed = table.stream()
                .flatMap(one -> one.missedBy(found.set().on(one.ask())).stream())
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json.asked()) {
            out.println(JsonOption.line(Map.of(
                    "asked",
                    table.size(),
                    "missed",
                    missed,
                    "version",
                    found.set().version())));
        } else {
            missed.forEach(out::println);
            out.println((table.size() - missed.size()) + " of " + table.size() + " answers are as expected ("
                    + found.place() + ")");
        }
        return missed.isEmpty() ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    private List<Expectation> table() throws Trouble {
        try {
            return AskTable.read(Files.readString(file));
        } catch (IOException e) {
            throw new Trouble(Exit.USAGE, file + " cannot be read", "airlock policy test --help");
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, file + ": " + e.getMessage(), "airlock policy test --help");
        }
    }
}
