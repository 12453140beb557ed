package dev.airlock.gateway.mux;

import dev.airlock.gateway.Samples;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.SyscallTally;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What an executor would seal. */
final class Tokens {
    private Tokens() {}

    /**
     * A run of this payload that printed this.
     *
     * @param intentHash of the intent's body
     */
    static Token ran(String intentHash, IntentKey key, String payload, String printed) {
        return ran(intentHash, "me", key, payload, printed);
    }

    /** The same of another caller. */
    static Token ran(String intentHash, String principal, IntentKey key, String payload, String printed) {
        var content = new UnsealedToken(
                new TokenId(UUID.randomUUID().toString()),
                Samples.NOW,
                "jis:airlock:executor",
                "agent.aint",
                "code:execute",
                new Erin.Completed(
                        0,
                        "it ran to its end",
                        Output.of(utf8(printed), false, new byte[0], false),
                        new SyscallTally().finish()),
                new Eraan(
                        key,
                        new Sha256(intentHash),
                        Optional.of(Sha256.of(utf8(payload))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Eromheen(
                        PostureLevel.NORMAL_ZERO_TRUST,
                        RuntimeMode.EMBEDDED_ONLINE,
                        Cause.RUNTIME,
                        Optional.of(Backend.SIMULATION),
                        Optional.empty(),
                        Optional.empty(),
                        new Times(
                                Samples.NOW,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.empty()),
                        Origin.LOCAL,
                        Optional.of(principal),
                        Lane.BUS),
                "a test asked for it");
        ChainHead head = ChainHead.genesis(new ChainName(Samples.EXECUTOR.id(), Lane.BUS, 0));
        return Sealer.seal(content, head, Samples.EXECUTOR).token();
    }

    /** The output that belongs to it. */
    static dev.airlock.schemas.model.Output output(Token token, String printed) {
        IntentKey key = token.content().eraan().key();
        Bytes stdout = Bytes.of(utf8(printed));
        return new dev.airlock.schemas.model.Output(
                key.session(),
                key.id(),
                token.id().value(),
                stdout,
                Bytes.EMPTY,
                false,
                Hashes.output(stdout, Bytes.EMPTY));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
