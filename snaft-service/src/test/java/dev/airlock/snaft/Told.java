package dev.airlock.snaft;

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
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuntimeMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a token tells of somebody.
 *
 * @param principal whose
 * @param erin how it ended
 */
public record Told(String principal, Origin origin, Erin erin) {
    private static final Instant AT = Instant.parse("2026-12-01T00:00:00Z");

    /** A refusal whose token names these rules, the one that refused last. */
    public static Told refused(String principal, RefusalKind kind, String... rules) {
        return new Told(
                principal,
                Origin.EXTERNAL_AI,
                new Erin.Refused(
                        kind,
                        "refused in a test",
                        Stream.of(rules)
                                .map(rule -> new Violation(rule, "seen"))
                                .toList()));
    }

    /** The same of a caller of another origin. */
    public Told by(Origin other) {
        return new Told(principal, other, erin);
    }

    /** The token as this key seals it. */
    public Token token(SigningKey sealer) {
        Sha256 hash = Sha256.of(new byte[] {1});
        var content = new UnsealedToken(
                new TokenId("00000000-0000-4000-8000-000000000001"),
                AT,
                "jis:airlock:gateway",
                "\"origin\":\"local\"",
                "code:execute",
                erin,
                new Eraan(
                        new IntentKey("\"origin\":\"local\"", "i"),
                        hash,
                        Optional.of(hash),
                        Optional.of("verdict-1"),
                        Optional.of("posture-1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Eromheen(
                        PostureLevel.NORMAL_ZERO_TRUST,
                        RuntimeMode.EMBEDDED_ONLINE,
                        Cause.RUNTIME,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Times(
                                AT,
                                Optional.empty(),
                                Optional.of(AT),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.empty()),
                        origin,
                        principal.isEmpty() ? Optional.empty() : Optional.of(principal),
                        Lane.BUS),
                "a test");
        return Sealer.seal(content, ChainHead.genesis(new ChainName(sealer.id(), Lane.BUS, 0)), sealer)
                .token();
    }

    /** A run that was ended, with what it was ended for. */
    public static Told killed(String principal, KillCause cause, String what) {
        return new Told(
                principal,
                Origin.EXTERNAL_AI,
                new Erin.Killed(
                        cause,
                        "killed in a test",
                        List.of(new Violation(what, "not allowed")),
                        Optional.empty(),
                        Optional.empty()));
    }
}
