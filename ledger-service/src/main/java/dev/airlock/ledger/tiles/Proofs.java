package dev.airlock.ledger.tiles;

import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.InclusionProof;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.ProofFile;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.token.TokenId;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Proofs out of the files, each one checked against its signed head before it is handed out. */
public final class Proofs {
    private Proofs() {}

    /**
     * Where a token is.
     *
     * @param entry its leaf's content
     * @param file the proof that it is under the signed head
     */
    public record Proof(LogEntry entry, ProofFile file) {}

    /**
     * The proof that a token is under this head; empty if it is not.
     *
     * @throws IOException if the files cannot be read, or do not lead to the head: the ledger mends them when it starts
     */
    public static Optional<Proof> of(TokenId token, PartitionFiles files, SignedCheckpoint head) throws IOException {
        Checkpoint checkpoint = head.checkpoint();
        OptionalLong index = files.index().find(token, checkpoint.size());
        if (index.isEmpty()) {
            return Optional.empty();
        }
        InclusionProof proof = new StoredTree(checkpoint.size(), files).inclusion(index.getAsLong(), checkpoint.size());
        try {
            LogEntry entry = LogEntry.parse(files.entry(index.getAsLong()).toArray());
            proof.verify(entry.leaf(), checkpoint.root());
            return Optional.of(new Proof(entry, ProofFile.of(proof, head)));
        } catch (LogRejected e) {
            throw new IOException(
                    "the files of " + checkpoint.log() + " do not lead to its signed head: " + e.getMessage()
                            + "; the ledger mends them when it is started again",
                    e);
        }
    }
}
