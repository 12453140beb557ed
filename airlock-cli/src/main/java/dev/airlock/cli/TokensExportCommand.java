package dev.airlock.cli;

import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.export.Attestation;
import dev.airlock.provenance.export.CloudEvent;
import dev.airlock.provenance.export.DraftToken;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.flow.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Prints a token in another form, as one line of JSON; `airlock tokens check` reads it again.",
        footer = {
            "",
            "intoto: a Statement in a DSSE envelope, signed by who exports. ietf: a token of the draft, signed likewise. cloudevents,",
            "airlock: unsigned around. Our token is whole inside with its own seal. See docs/PREDICATE.md."
        })
final class TokensExportCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "ID", description = "A token's id, an intent's, or SESSION/ID.")
    private String id;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            required = true,
            description = "intoto, cloudevents, ietf or airlock.")
    private String form;

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            description = "The secret key that signs around it; by default the operator's of the data directory.")
    private Optional<Path> signer;

    @Option(
            names = "--actor",
            paramLabel = "URI",
            defaultValue = "jis:airlock:exporter",
            description = "In whose name the draft's form is signed; by default ${DEFAULT-VALUE}.")
    private String actor;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        TokenForm wanted = TokenForm.ofLabel(form);
        if (wanted == TokenForm.TIBET_CORE) {
            throw new Trouble(
                    Exit.USAGE,
                    "a token of ours would lose its signature and its parent's hash in tibet-core's form",
                    "--form intoto");
        }
        spec.commandLine().getOut().println(written(token(), wanted));
        return Exit.FINE;
    }

    private String written(Token token, TokenForm wanted) throws Exception {
        return switch (wanted) {
            case AIRLOCK -> token.json();
            case CLOUDEVENTS -> CloudEvent.of(token);
            case INTOTO -> Attestation.of(token, new Signer("operator", signer).key(data.directory()));
            case IETF -> DraftToken.of(token, actor, new Signer("operator", signer).key(data.directory()));
            case TIBET_CORE -> throw new IllegalStateException("refused before");
        };
    }

    private Token token() throws Exception {
        TokenSource source = TokenSource.of(data.directory());
        List<Token> found = new ArrayList<>();
        try (Reach reach = TokenSource.reach(data.directory())) {
            Ledger.read(reach.bus(), Topic.TOKENS, PATIENCE, record -> collect(source, record, found));
        }
        if (found.isEmpty()) {
            throw new Trouble(Exit.USAGE, "no token of " + id, "airlock tokens");
        }
        if (found.size() > 1) {
            throw new Trouble(
                    Exit.USAGE,
                    found.size() + " tokens are of " + id,
                    "airlock tokens export " + found.getFirst().id());
        }
        return found.getFirst();
    }

    private void collect(TokenSource source, Inbound record, List<Token> found) {
        try {
            Token token = source.read(record);
            var key = token.content().eraan().key();
            if (token.id().value().equals(id)
                    || key.id().equals(id)
                    || key.text().equals(id)) {
                found.add(token);
            }
        } catch (TokenRejected | TokenSource.MalformedRecord e) {
            // Not one that could vouch for anything; airlock verify names it.
        }
    }
}
