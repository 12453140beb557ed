package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.TokenProof;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.InclusionProof;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.ProofFile;
import dev.airlock.provenance.token.TokenId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Proofs as people read them, each one checked on the way. */
public final class TokenProofs {
    private TokenProofs() {}

    /**
     * The proof, hash by hash. Who calls it has verified the note's signature.
     *
     * @param entry of the token
     * @param sealer whose seal it has, and as what
     * @throws LogRejected if it does not lead to the root that the note names
     */
    public static TokenProof.Shown of(TokenId token, LogEntry entry, ProofFile file, String sealer) throws LogRejected {
        Checkpoint head = Checkpoint.parse(file.note().text());
        var proof = new InclusionProof(file.index(), head.size(), file.path());
        List<TokenProof.Step> path = proof.way(entry.leaf(), head.root()).stream()
                .map(step -> new TokenProof.Step(
                        step.left(), step.beside().base64(), step.above().base64()))
                .toList();
        return new TokenProof.Shown(
                token.value(),
                head.log(),
                file.index(),
                head.size(),
                entry.leaf().base64(),
                path,
                head.root().base64(),
                new String(file.note().bytes(), StandardCharsets.UTF_8),
                sealer);
    }
}
