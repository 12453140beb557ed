package dev.airlock.cli;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.principals.Tenure;
import dev.airlock.schemas.wire.Signed;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Everything that was ever said of a principal, oldest first, by whom and why; and how its keys stood at a time.")
final class PrincipalShowCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "NAME", description = "An identity.")
    private String name;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "How its keys stood then, for example 2026-01-31T12:00:00Z; without it, now.")
    private Optional<String> at;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        Optional<Instant> time = time();
        try (PrincipalDesk desk = PrincipalDesk.open(data.directory())) {
            Principals principals = desk.history().principals();
            List<Signed<Principal>> words = desk.history().kept().stream()
                    .filter(signed -> signed.value().identity().equals(name))
                    .toList();
            if (words.isEmpty()) {
                throw new Trouble(Exit.USAGE, "nobody is called " + name, "airlock principal list --all");
            }
            PrintWriter out = spec.commandLine().getOut();
            for (Signed<Principal> signed : words) {
                KeyId key = new KeyId(signed.value().keyId());
                Tenure tenure = time.map(then -> principals.at(key, then))
                        .orElseGet(() -> principals.now(key, PrincipalDesk.now()));
                out.println(json.asked() ? json(signed, tenure) : line(signed, tenure));
            }
        }
        return Exit.FINE;
    }

    private Optional<Instant> time() throws Trouble {
        try {
            return at.map(Instant::parse);
        } catch (DateTimeException e) {
            throw new Trouble(Exit.USAGE, "--at is a time like 2026-01-31T12:00:00Z, not " + at.orElse(""), "");
        }
    }

    private static String json(Signed<Principal> signed, Tenure tenure) {
        var all = PrincipalText.json(signed.value(), tenure);
        all.put("by", signed.holder().name());
        return JsonOption.line(all);
    }

    private static String line(Signed<Principal> signed, Tenure tenure) {
        Principal said = signed.value();
        return "%s  %s  %s: %s%n  key %s, epoch %d (least %d), %s to %s, now %s"
                .formatted(
                        said.statedAt(),
                        signed.holder().name(),
                        said.revokedAt().isPresent() ? "revoked" : "stated",
                        said.reason(),
                        said.keyId(),
                        said.epoch(),
                        said.minEpoch(),
                        said.validFrom(),
                        said.validUntil(),
                        PrincipalText.state(tenure));
    }
}
