package dev.airlock.cli;

import dev.airlock.authorisation.cedar.CedarSet;
import dev.airlock.authorisation.cedar.Compiled;
import dev.airlock.authorisation.model.Fault;
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
        description =
                "Checks a set of policies as a load would, and loads nothing: syntax, schema, ids, reasons, and the trials.",
        footer = {
            "",
            "Exit code 0 when it is in order, 1 when not; each fault is a line: file, line, what would be right."
        })
final class PolicyCheckCommand implements Callable<Integer> {
    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "PLACE", description = "A directory of .cedar files, or one file.")
    private Path place;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, Trouble {
        PrintWriter out = spec.commandLine().getOut();
        switch (PolicySource.compile(PolicySource.files(place))) {
            case Compiled.Good(CedarSet set) -> {
                out.println(
                        json.asked()
                                ? JsonOption.line(Map.of(
                                        "version",
                                        set.version(),
                                        "policies",
                                        set.policies().size()))
                                : set.policies().size() + " policies, the release's base among them, are in order\n"
                                        + set.version());
                return Exit.FINE;
            }
            case Compiled.Faulty(List<Fault> faults) -> {
                faults.forEach(fault -> out.println(json.asked() ? json(fault) : fault.toString()));
                return Exit.PROGRAM_FAILED;
            }
        }
    }

    private static String json(Fault fault) {
        return JsonOption.line(Map.of("file", fault.file(), "line", fault.line(), "fault", fault.text()));
    }
}
