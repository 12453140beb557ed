package dev.airlock.cli;

import dev.airlock.executor.model.Given;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.road.Inbound;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of one run: its token, what it wrote, and what it was given. The token vouches for all of it but the recording, which proves itself
 * by what comes out when it is played.
 *
 * @param token verified
 * @param output with the hash that the token has
 * @param given with the hashes that the token has
 */
record Kept(Token token, Output output, Given given) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * Looks on the bus of the data directory.
     *
     * @param wanted a token's id, an intent's id, or {@code SESSION/ID}
     * @param payload the program, if it is not on the bus
     * @throws Trouble if one of the three is not there, or not what the token vouches for
     */
    static Kept of(DataDirectory data, String wanted, Optional<Path> payload)
            throws IOException, InterruptedException, Trouble {
        try (Reach reach = TokenSource.reach(data)) {
            var search = new Search(wanted, TokenSource.of(data), new KeyFiles(data.keys(), new SecureRandom()).ring());
            Ledger.read(reach.bus(), Topic.TOKENS, PATIENCE, search::token);
            Token token = search.one();
            if (token.content().erin() instanceof Erin.Refused refused) {
                throw new Trouble(Exit.USAGE, "nothing ran: " + refused.reason(), "airlock tokens shows what ran");
            }
            Ledger.read(reach.bus(), Topic.OUTPUTS, PATIENCE, search::output);
            Output output = search.outputs.stream()
                    .findFirst()
                    .orElseThrow(() -> gone("what it wrote", "airlock verify " + wanted));
            return new Kept(token, output, search.given(reach, token, payload));
        }
    }

    private static Trouble gone(String what, String fix) {
        return new Trouble(Exit.USAGE, what + " is not kept any more, or is not what its token vouches for", fix);
    }

    private static final class Search {
        private final String wanted;
        private final TokenSource source;
        private final KeyRing ring;
        private final List<Token> tokens = new ArrayList<>();
        private final List<Output> outputs = new ArrayList<>();
        private final List<Given> given = new ArrayList<>();

        private Search(String wanted, TokenSource source, KeyRing ring) {
            this.wanted = wanted;
            this.source = source;
            this.ring = ring;
        }

        void token(Inbound record) {
            try {
                Token token = source.read(record);
                var key = token.content().eraan().key();
                if (token.id().value().equals(wanted)
                        || key.id().equals(wanted)
                        || key.text().equals(wanted)) {
                    tokens.add(token);
                }
            } catch (TokenRejected | TokenSource.MalformedRecord e) {
                // Not one that could vouch for anything; airlock verify names it.
            }
        }

        Token one() throws Trouble {
            if (tokens.size() == 1) {
                return tokens.getFirst();
            }
            throw tokens.isEmpty()
                    ? new Trouble(Exit.USAGE, "no token of " + wanted, "airlock tokens shows what there is")
                    : new Trouble(
                            Exit.USAGE,
                            tokens.size() + " tokens are of " + wanted,
                            "airlock replay " + tokens.getFirst().id());
        }

        void output(Inbound record) {
            Token token = tokens.getFirst();
            if (Codecs.OUTPUT.decode(record.value()) instanceof Good<Output>(Output output)
                    && output.tokenId().equals(token.id().value())
                    && Optional.of(new Sha256(Hashes.output(output.stdout(), output.stderr())))
                            .equals(token.content().erin().written().map(kept -> kept.hash()))) {
                outputs.add(output);
            }
        }

        Given given(Reach reach, Token token, Optional<Path> payload)
                throws IOException, InterruptedException, Trouble {
            Ledger.read(reach.bus(), Topic.INTENTS, PATIENCE, record -> intent(record, token));
            if (!given.isEmpty()) {
                return given.getFirst();
            }
            if (payload.isEmpty()) {
                throw gone("its intent", "airlock replay " + wanted + " --payload FILE");
            }
            Bytes bytes = Bytes.of(Files.readAllBytes(payload.get()));
            if (!token.content().eraan().payloadHash().equals(Optional.of(Sha256.of(bytes.toArray())))) {
                throw new Trouble(
                        Exit.USAGE, payload.get() + " is not the program of " + wanted, "give the file that it was");
            }
            return Given.of(bytes);
        }

        private void intent(Inbound record, Token token) {
            if (Intents.open(record.value(), ring) instanceof Good<Intents.Opened>(Intents.Opened opened)
                    && opened.intentHash()
                            .equals(token.content().eraan().intentHash().value())
                    && opened.intent().key().equals(token.content().eraan().key())) {
                given.add(Given.of(opened.intent()));
            }
        }
    }
}
