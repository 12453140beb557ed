package dev.airlock.cli;

import dev.airlock.schemas.model.Principal;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a key back for good, or all keys of a principal. From the next decision on nothing that they signed is let in, and what was",
            "admitted and does not run yet is not run."
        })
final class PrincipalRevokeCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "NAME|KEY", description = "An identity, or a key's id: ed25519:...")
    private String who;

    @Mixin
    private ReasonOption reason;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        try (PrincipalDesk desk = PrincipalDesk.open(data.directory())) {
            List<Principal> said = desk.say(reason.text(), words -> words.revoke(who));
            PrintWriter out = spec.commandLine().getOut();
            for (Principal one : said) {
                out.println(
                        json.asked()
                                ? JsonOption.line(Map.of(
                                        "identity", one.identity(),
                                        "key_id", one.keyId(),
                                        "state", "revoked",
                                        "effect", desk.effect()))
                                : "revoked " + one.keyId() + " of " + one.identity());
            }
            if (!json.asked()) {
                out.println(desk.effect());
            }
        }
        return Exit.FINE;
    }
}
