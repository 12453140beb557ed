package dev.airlock.cli;

import dev.airlock.authorisation.shell.PolicyHistory;
import dev.airlock.node.Reach;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Every set that was ever loaded, oldest first, with who loaded it and why; the one in force is marked.")
final class PolicyListCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        PrintWriter out = spec.commandLine().getOut();
        try (Reach reach = TokenSource.reach(data.directory())) {
            PolicyHistory history = PolicySource.history(reach, data.directory());
            Optional<PolicyHistory.Entry> inForce = history.inForce();
            history.entries().forEach(entry -> {
                var set = LoadedSet.of(entry, inForce.filter(entry::equals).isPresent());
                out.println(json.asked() ? set.json() : set.line(""));
            });
            if (inForce.isEmpty() && !json.asked()) {
                out.println("The release's own set is in force; airlock policy load puts another in its place.");
            }
        }
        return Exit.FINE;
    }
}
