package dev.airlock.lane.decide;

import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.posture.Effective;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The token of a run that began, and whose end nobody has seen. */
public final class Interrupted {
    private static final String REASON =
            "the node ended during the run; nothing of it was used, and the intent may be sent again under another id";

    private Interrupted() {}

    /**
     * What it says.
     *
     * @param actor who seals, a {@code jis:} URI
     * @param now the time of sealing
     */
    public static UnsealedToken token(Begun begun, TokenId id, String actor, Instant now) {
        return new UnsealedToken(
                id,
                now,
                actor,
                begun.fromAint(),
                begun.intent(),
                new Erin.Faulted(FaultCause.INTERRUPTED, REASON, Optional.empty(), Optional.empty()),
                attached(begun),
                around(begun),
                "order of " + begun.principal() + " for '" + begun.intent() + "' under grant " + begun.grantId());
    }

    private static Eraan attached(Begun begun) {
        return new Eraan(
                begun.key(),
                new Sha256(begun.intentHash()),
                Optional.of(new Sha256(begun.payloadHash())),
                begun.verdictId().equals(Effective.NONE) ? Optional.empty() : Optional.of(begun.verdictId()),
                Optional.of(begun.postureId()),
                Optional.of(begun.grantId()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Eromheen around(Begun begun) {
        return new Eromheen(
                begun.posture(),
                begun.runtimeMode(),
                begun.cause(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Times(
                        begun.createdAt(),
                        Optional.of(begun.screenedAt()),
                        Optional.of(begun.grantedAt()),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty()),
                begun.origin(),
                Optional.of(begun.principal()),
                Lane.FAST,
                Mode.ENFORCE,
                begun.onBehalfOf());
    }
}
