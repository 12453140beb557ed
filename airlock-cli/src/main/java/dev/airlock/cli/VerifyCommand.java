package dev.airlock.cli;

import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.ChainFinding;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.flow.Topic;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
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
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Verifies tokens: canonical bytes, signature, key, chain, and one token per intent.",
        footer = {"", "Exit code 0 only when everything that was asked for is there and verifies; else 1."})
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(arity = "0..1", paramLabel = "TOKEN", description = "A token's id, or an intent's.")
    private Optional<String> wanted;

    @Option(names = "--all", description = "Every token; the default.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    private final Map<Integer, ChainVerifier> chains = new HashMap<>();
    private long tokens;
    private long matching;
    private long findings;

    @Override
    public Integer call() throws Exception {
        if (all && wanted.isPresent()) {
            throw new Trouble(Exit.USAGE, "give a token or --all, not both", "airlock verify " + wanted.get());
        }
        TokenSource source = TokenSource.of(data.directory());
        boolean complete;
        try (Reach reach = TokenSource.reach(data.directory())) {
            complete = Ledger.read(reach.bus(), Topic.TOKENS, Duration.ofMinutes(30), record -> look(source, record));
        }
        long beyond =
                chains.values().stream().mapToLong(ChainVerifier::beyondWindow).sum();
        boolean fine = complete && findings == 0 && (wanted.isEmpty() || matching > 0);
        summary(complete, fine, beyond);
        return fine ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    private void look(TokenSource source, Inbound record) {
        tokens++;
        try {
            Token token = source.read(record.value());
            if (wanted.isPresent() && isWanted(token)) {
                matching++;
                say(Map.of("token", token.id().value(), "verified", true), TokenText.line(token));
            }
            for (ChainFinding finding : chains.computeIfAbsent(
                            record.partition(), partition -> new ChainVerifier(partition, ChainVerifier.WINDOW_TOKENS))
                    .next(token, record.offset())) {
                finding(record, finding.toString());
            }
        } catch (TokenRejected | TokenSource.MalformedRecord e) {
            finding(record, e.getMessage());
        }
    }

    private boolean isWanted(Token token) {
        return wanted.get().equals(token.id().value())
                || wanted.get().equals(token.content().eraan().key().id());
    }

    private void finding(Inbound record, String text) {
        findings++;
        say(Map.of("record", record.toString(), "finding", text), record + ": " + text);
    }

    private void summary(boolean complete, boolean fine, long beyond) {
        say(
                Map.of(
                        "tokens",
                        tokens,
                        "chains",
                        chainCount(),
                        "findings",
                        findings,
                        "complete",
                        complete,
                        "duplicates_not_compared",
                        beyond,
                        "verified",
                        fine),
                "%d tokens in %d chains, %d findings: %s"
                        .formatted(tokens, chainCount(), findings, verdict(complete, fine)));
    }

    private long chainCount() {
        return chains.values().stream()
                .mapToLong(verifier -> verifier.heads().size())
                .sum();
    }

    private String verdict(boolean complete, boolean fine) {
        if (!complete) {
            return "NOT ALL WAS READ";
        }
        if (wanted.isPresent() && matching == 0) {
            return "NO TOKEN " + wanted.get();
        }
        return fine ? "verified" : "NOT VERIFIED";
    }

    private void say(Map<String, Object> forPrograms, String forPeople) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json.asked() ? JsonOption.line(forPrograms) : forPeople);
        out.flush();
    }
}
