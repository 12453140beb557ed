package dev.airlock.cli;

import dev.airlock.road.keys.KeyTerms;
import dev.airlock.schemas.keys.KeyTerm;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Says that a sealer's key counts no more. What it sealed before stays good.",
        footer = {
            "",
            "Of a compromised key only what the bus had taken up before counts. A service that uses or trusts the key must be started anew;",
            "its own key it then refuses, until airlock keys rotate has made another."
        })
final class KeysRevokeCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "NAME", description = "A key of a gateway or an executor, as airlock keys lists it.")
    private String name;

    @Mixin
    private KeysOption keys;

    @Mixin
    private ReasonOption reason;

    @Option(names = "--compromised", description = "Somebody else may have it.")
    private boolean compromised;

    @Option(names = "--at", paramLabel = "TIME", description = "Since when, as 2026-01-01T00:00:00Z; by default now.")
    private Optional<String> at;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Instant now = Instant.now();
        KeyTerm.Revocation word;
        try {
            word = new KeyTerm.Revocation(
                    at.map(Instant::parse).orElse(now),
                    compromised ? KeyTerm.Why.COMPROMISED : KeyTerm.Why.RETIRED,
                    reason.text());
        } catch (DateTimeException e) {
            throw new Trouble(
                    Exit.USAGE, "--at is a time such as 2026-01-01T00:00:00Z, not " + at.orElse(""), "--at " + now);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "--reason TEXT");
        }
        if (word.at().isAfter(now)) {
            throw new Trouble(Exit.USAGE, "--at " + word.at() + " is still to come", "--at " + now);
        }
        KeyTerm term = new KeyTerms(keys.directory(data)).revoke(name, word);
        Map<String, Object> words = Map.of("name", name, "term", term.text().strip());
        spec.commandLine().getOut().println(json.asked() ? JsonOption.line(words) : name + KeysCommand.term(term));
        return Exit.FINE;
    }
}
