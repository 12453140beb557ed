package dev.airlock.cli;

import dev.airlock.node.Reach;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "All that one approval is bound to, and what has become of it.")
final class ApprovalsShowCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "ID", description = "Its id, or as much of it as no other has.")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Reach reach = TokenSource.reach(data.directory())) {
            Map<String, String> fields = ApprovalsCommand.fields(
                    ApprovalsCommand.history(reach, data).find(id), Instant.now());
            if (json.asked()) {
                spec.commandLine().getOut().println(JsonOption.line(fields));
            } else {
                fields.forEach((name, value) -> spec.commandLine().getOut().printf("%-13s %s%n", name, value));
            }
        }
        return Exit.FINE;
    }
}
