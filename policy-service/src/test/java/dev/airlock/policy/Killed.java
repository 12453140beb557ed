package dev.airlock.policy;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run that was killed, and its token.
 *
 * @param what the violation that its token names
 */
public record Killed(String id, String agent, String session, Origin origin, KillCause cause, String what, Instant at) {
    /** For a call to the network, from outside. */
    public static Killed of(String id, String agent, String session, Instant at) {
        return new Killed(id, agent, session, Origin.EXTERNAL_AI, KillCause.VIOLATION, "sys_socket", at);
    }

    /** The same by somebody else. */
    public Killed by(Origin other) {
        return new Killed(id, agent, session, other, cause, what, at);
    }

    /** The same for another reason. */
    public Killed because(KillCause other, String otherWhat) {
        return new Killed(id, agent, session, origin, other, otherWhat, at);
    }

    /** The token id that {@code id} stands for. */
    public static String tokenId(String id) {
        return String.format(Locale.ROOT, "00000000-0000-4000-8000-%012x", Integer.toUnsignedLong(id.hashCode()));
    }

    /** The token as its executor seals it. */
    public Token token(SigningKey executor) {
        Sha256 hash = Sha256.of(new byte[] {1});
        var content = new UnsealedToken(
                new TokenId(tokenId(id)),
                at,
                "jis:airlock:executor",
                "agent.aint",
                "code:execute",
                new Erin.Killed(
                        cause,
                        "killed in a test",
                        List.of(new Violation(what, "not allowed")),
                        Optional.empty(),
                        Optional.empty()),
                new Eraan(
                        new IntentKey(session, "intent-" + id),
                        hash,
                        Optional.of(hash),
                        Optional.of("verdict-1"),
                        Optional.of("posture-1"),
                        Optional.of("grant-1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Eromheen(
                        PostureLevel.NORMAL_ZERO_TRUST,
                        RuntimeMode.EMBEDDED_ONLINE,
                        Cause.RUNTIME,
                        Optional.of(Backend.MICROVM),
                        Optional.of("microvm test"),
                        Optional.empty(),
                        new Times(
                                at,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(at),
                                OptionalLong.empty()),
                        origin,
                        Optional.of(agent),
                        Lane.BUS),
                "a test");
        return Sealer.seal(content, ChainHead.genesis(new ChainName(executor.id(), Lane.BUS, 0)), executor)
                .token();
    }
}
