package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.Ending;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A verified token as what an audit looks at. */
public final class Facts {
    private Facts() {}

    /**
     * The facts of a token.
     *
     * @param ring says whose the sealer's key is
     * @param places by what name a sealer is one and the same over its rotations
     * @param appended when the broker took its record
     */
    public static TokenFacts of(
            Token token, KeyRing ring, Function<KeyId, String> places, RecordPlace place, Instant appended) {
        UnsealedToken content = token.content();
        boolean gateway = ring.holder(token.signer())
                .filter(holder -> holder.role() == KeyRole.GATEWAY)
                .isPresent();
        return new TokenFacts(
                place,
                appended,
                token.id().value(),
                token.hash().value(),
                ChainVerifier.due(token, places),
                content.eraan().key(),
                content.intent(),
                content.ainsIdentity(),
                ending(content.erin()),
                refusal(content.erin()),
                content.erin().reason(),
                calls(content.erin()),
                times(content.timestamp(), content.eromheen().times()),
                link(token, gateway),
                ground(content),
                attached(content.eraan()));
    }

    private static TokenFacts.Times times(Instant made, Times times) {
        return new TokenFacts.Times(made, times.asked(), times.admitted(), times.started(), times.ended());
    }

    private static TokenFacts.Link link(Token token, boolean gateway) {
        var link = token.link();
        return new TokenFacts.Link(
                token.signer().value(),
                gateway,
                link.chain().lane(),
                link.chain().partition(),
                link.epoch(),
                link.sequence(),
                link.predecessor().tokenHash().map(Sha256::value),
                link.predecessor() instanceof Predecessor.Parent parent
                        ? Optional.of(parent.id().value())
                        : Optional.empty());
    }

    private static TokenFacts.Ground ground(UnsealedToken content) {
        Eromheen around = content.eromheen();
        return new TokenFacts.Ground(
                around.posture(),
                around.cause(),
                around.runtimeMode(),
                content.eraan().postureId(),
                content.eraan().verdictId(),
                around.principal(),
                content.erin() instanceof Erin.Faulted faulted && faulted.cause() == FaultCause.INTERRUPTED);
    }

    private static TokenFacts.Attached attached(Eraan eraan) {
        return new TokenFacts.Attached(
                eraan.intentHash().value(),
                eraan.payloadHash().map(Sha256::value),
                eraan.grantId(),
                eraan.image().map(Eraan.Image::name),
                eraan.snapshotDigest().map(Sha256::value),
                eraan.vmId());
    }

    private static Optional<RefusalKind> refusal(Erin erin) {
        return erin instanceof Erin.Refused refused ? Optional.of(refused.cause()) : Optional.empty();
    }

    private static List<String> calls(Erin erin) {
        List<Violation> violations =
                switch (erin) {
                    case Erin.Killed killed -> killed.violations();
                    case Erin.Refused _, Erin.Completed _, Erin.Faulted _ -> List.of();
                };
        return violations.stream().map(Violation::what).toList();
    }

    private static Ending ending(Erin erin) {
        return switch (erin) {
            case Erin.Completed completed -> completed.exitCode() == 0 ? Ending.COMPLETED : Ending.FAILED;
            case Erin.Faulted _ -> Ending.FAULTED;
            case Erin.Killed killed ->
                switch (killed.cause()) {
                    case VIOLATION -> Ending.VIOLATION;
                    case CANCELLED -> Ending.CANCELLED;
                    case DEADLINE, MEMORY, OUTPUT, FILES, TRACE -> Ending.LIMIT;
                };
            case Erin.Refused refused when refused.cause() == RefusalKind.CANCELLED -> Ending.CANCELLED;
            case Erin.Refused refused -> refused.status() == 503 ? Ending.UNAVAILABLE : Ending.REFUSED;
        };
    }
}
