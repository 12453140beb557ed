package dev.airlock.cli;

import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Inbound;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.IntentKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Explains one token in words: what was asked, who decided under which posture, what happened, where it stands in its chain,",
            "and the proof that it is under a signed head of the ledger.",
            "Works with and without a running node."
        },
        footer = {"", "Exit code 0 when it is there and verifies; 2 when it is not, or is none of ours."})
final class TokensShowCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "TOKEN", description = "The token's id, the intent's id, or SESSION/ID.")
    private String wanted;

    @Spec
    private CommandSpec spec;

    private final List<TokenWords.Found> found = new ArrayList<>();
    private Optional<Token> behind = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        TokenSource source = TokenSource.of(data.directory());
        KeyRing ring = new KeyFiles(data.directory().keys(), new SecureRandom()).ring();
        boolean complete;
        try (Reach reach = TokenSource.reach(data.directory())) {
            complete = Ledger.read(reach.bus(), Topic.TOKENS, PATIENCE, record -> look(source, record));
        }
        if (!complete) {
            throw new Trouble(Exit.UNAVAILABLE, "not all tokens could be read", "airlock doctor");
        }
        if (found.size() != 1) {
            throw found.isEmpty()
                    ? new Trouble(Exit.USAGE, "no token of " + wanted, "airlock tokens shows what there is")
                    : new Trouble(
                            Exit.USAGE,
                            found.size() + " tokens are of " + wanted,
                            "airlock tokens show " + found.getFirst().token().id());
        }
        PrintWriter out = spec.commandLine().getOut();
        Token token = found.getFirst().token();
        if (json.asked()) {
            out.println(token.json());
        } else {
            TokenWords.of(found.getFirst(), behind, ring).forEach(out::println);
            ShownProofs.lines(ShownProofs.of(data.directory(), ring, token.id(), token.signer()))
                    .forEach(out::println);
        }
        out.flush();
        return Exit.FINE;
    }

    private void look(TokenSource source, Inbound record) {
        try {
            Token token = source.read(record);
            if (is(token)) {
                found.add(new TokenWords.Found(token, record.toString()));
            } else if (found.size() == 1 && follows(token, found.getFirst().token())) {
                behind = Optional.of(token);
            }
        } catch (TokenRejected | TokenSource.MalformedRecord e) {
            // Nobody's word; airlock audit names it.
        }
    }

    private boolean is(Token token) {
        IntentKey key = token.content().eraan().key();
        return token.id().value().equals(wanted)
                || key.id().equals(wanted)
                || key.text().equals(wanted);
    }

    private static boolean follows(Token token, Token before) {
        return token.link()
                .predecessor()
                .tokenHash()
                .filter(before.hash()::equals)
                .isPresent();
    }
}
