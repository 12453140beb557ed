package dev.airlock.cli;

import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.wire.Spoken;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Which delegations were taken back, by whom and why. The others are nowhere but with those who have them; each token names",
            "those on whose behalf its run was asked for."
        })
final class DelegateListCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        try (PrincipalDesk desk = PrincipalDesk.open(data.directory())) {
            PrintWriter out = spec.commandLine().getOut();
            for (Spoken<Revocation> one : desk.history().takenBack()) {
                out.println(json.asked() ? json(one) : line(one));
            }
        }
        return Exit.FINE;
    }

    private static String line(Spoken<Revocation> one) {
        return "%s  %s  taken back by %s: %s"
                .formatted(
                        one.value().statedAt(),
                        one.value().hash(),
                        one.speaker().name(),
                        one.value().reason());
    }

    private static String json(Spoken<Revocation> one) {
        return JsonOption.line(Map.of(
                "hash", one.value().hash(),
                "by", one.speaker().name(),
                "key_id", one.keyId().value(),
                "reason", one.value().reason(),
                "stated_at", one.value().statedAt().toString()));
    }
}
