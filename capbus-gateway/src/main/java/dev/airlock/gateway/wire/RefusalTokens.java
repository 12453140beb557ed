package dev.airlock.gateway.wire;

import dev.airlock.gateway.model.FrameRead;
import dev.airlock.lane.Conclusion.Seal;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.TokenText;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What the token of a refusal says. Everything that a caller chose is cut to what a token may hold. */
public final class RefusalTokens {
    private static final String ACTOR = "jis:airlock:gateway";
    private static final int NAME_MAX = 256;
    private static final int TEXT_MAX = 2000;
    private static final int RULE_MAX = 128;
    private static final int HIT_MAX = 500;

    private RefusalTokens() {}

    /** The refusal of a screened intent of the bus. */
    public static UnsealedToken of(TokenId id, Instant now, Screening screening, Effective posture, Refusal refusal) {
        return of(new Seal(id, ACTOR, now), Lane.BUS, screening, posture, refusal);
    }

    /** The refusal of a screened intent. */
    public static UnsealedToken of(Seal seal, Lane lane, Screening screening, Effective posture, Refusal refusal) {
        return new UnsealedToken(
                seal.id(),
                seal.now(),
                seal.actor(),
                TokenText.fit(screening.fromAint(), NAME_MAX),
                screening.intent(),
                erin(refusal, screening.hits()),
                eraan(screening, posture),
                eromheen(screening, posture, seal.now(), lane),
                TokenText.fit(why(screening, posture, refusal), TEXT_MAX));
    }

    /**
     * The refusal of a frame that never became an intent; it is named by the session of its listener and an id of its own.
     *
     * @param hash of the frame's bytes, or of as many of them as there were
     * @param origin as what its sender counts
     */
    public static UnsealedToken of(
            TokenId id,
            Instant now,
            IntentKey key,
            FrameRead.Bad frame,
            Sha256 hash,
            Origin origin,
            Effective posture,
            Refusal refusal) {
        return of(new Seal(id, ACTOR, now), Lane.BUS, key, frame, hash, origin, posture, refusal);
    }

    /** The same by any sealer on any lane. */
    public static UnsealedToken of(
            Seal seal,
            Lane lane,
            IntentKey key,
            FrameRead.Bad frame,
            Sha256 hash,
            Origin origin,
            Effective posture,
            Refusal refusal) {
        return new UnsealedToken(
                seal.id(),
                seal.now(),
                seal.actor(),
                TokenText.fit(frame.fromAint(), NAME_MAX),
                TokenText.fit(frame.intent(), NAME_MAX),
                erin(refusal, List.of()),
                new Eraan(
                        key,
                        hash,
                        Optional.empty(),
                        Optional.of(posture.verdictId()),
                        Optional.of(posture.postureId()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                around(posture, seal.now(), Optional.empty(), seal.now(), origin, "anonymous", lane, List.of()),
                TokenText.fit("a frame could not be put on the road: " + refusal.text(), TEXT_MAX));
    }

    static Erin.Refused erin(Refusal refusal, List<RuleHit> hits) {
        List<Violation> violations = hits.stream()
                .limit(Erin.VIOLATIONS_MAX)
                .map(hit -> new Violation(TokenText.fit(hit.rule(), RULE_MAX), TokenText.fit(hit.text(), HIT_MAX)))
                .toList();
        return new Erin.Refused(refusal.kind(), TokenText.fit(refusal.text(), Erin.REASON_MAX), violations);
    }

    private static Eraan eraan(Screening screening, Effective posture) {
        return new Eraan(
                screening.key(),
                new Sha256(screening.intentHash()),
                Optional.of(new Sha256(screening.payloadHash())),
                Optional.of(posture.verdictId()),
                Optional.of(posture.postureId()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Eromheen eromheen(Screening screening, Effective posture, Instant now, Lane lane) {
        return around(
                posture,
                TokenTimes.fit(screening.createdAt(), screening.screenedAt()),
                Optional.of(screening.screenedAt()),
                now,
                screening.origin(),
                screening.principal(),
                lane,
                screening.onBehalfOf());
    }

    static Eromheen around(
            Effective posture,
            Instant asked,
            Optional<Instant> screened,
            Instant now,
            Origin origin,
            String principal,
            Lane lane,
            List<String> onBehalfOf) {
        return new Eromheen(
                posture.posture(),
                posture.runtimeMode(),
                posture.cause(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Times(asked, screened, Optional.of(now), Optional.empty(), Optional.empty(), OptionalLong.empty()),
                origin,
                Optional.of(principal),
                lane,
                Mode.ENFORCE,
                onBehalfOf);
    }

    private static String why(Screening screening, Effective posture, Refusal refusal) {
        return screening.principal() + " asked for " + screening.intent() + " as " + label(screening.origin()) + "; "
                + refusal.rule() + " refuses it under the posture " + label(posture.posture())
                + ", which holds because "
                + posture.reason();
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
