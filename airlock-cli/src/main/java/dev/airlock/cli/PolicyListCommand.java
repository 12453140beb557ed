package dev.airlock.cli;

import dev.airlock.authorisation.shell.PolicyHistory;
import dev.airlock.node.Reach;
import java.io.IOException;
import java.io.PrintWriter;
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
                boolean counts = inForce.filter(entry::equals).isPresent();
                out.println(json.asked() ? JsonOption.line(json(entry, counts)) : line(entry, counts));
            });
            if (inForce.isEmpty() && !json.asked()) {
                out.println("The release's own set is in force; airlock policy load puts another in its place.");
            }
        }
        return Exit.FINE;
    }

    private static String line(PolicyHistory.Entry entry, boolean inForce) {
        String mark = inForce ? "* " : "  ";
        String refused =
                entry.refusal().map(why -> "  (no effect: " + why + ")").orElse("");
        return mark
                + entry.signed()
                        .map(signed -> "%s  %s  %s  %s"
                                .formatted(
                                        signed.value().loadedAt(),
                                        signed.value().version(),
                                        signed.holder().name(),
                                        signed.value().reason()))
                        .orElse("record " + entry.offset())
                + refused;
    }

    private static Map<String, Object> json(PolicyHistory.Entry entry, boolean inForce) {
        Map<String, Object> json = new TreeMap<>(Map.of("offset", entry.offset(), "in_force", inForce));
        entry.signed().ifPresent(signed -> {
            json.put("version", signed.value().version());
            json.put("loaded_at", signed.value().loadedAt().toString());
            json.put("by", signed.holder().name());
            json.put("reason", signed.value().reason());
        });
        entry.refusal().ifPresent(why -> json.put("no_effect", why));
        return json;
    }
}
