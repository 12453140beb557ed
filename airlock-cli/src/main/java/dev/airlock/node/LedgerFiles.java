package dev.airlock.node;

import dev.airlock.ledger.tiles.PartitionFiles;
import dev.airlock.ledger.tiles.Proofs;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The logs in a data directory, which the node's ledger may be writing. Only heads that a ledger's key has signed count. */
public final class LedgerFiles {
    private final DataDirectory data;
    private final List<NoteKey> keys;

    /** @param ledger the ledger's name */
    public LedgerFiles(DataDirectory data, KeyRing ring, String ledger) {
        this.data = data;
        this.keys = SignedHeads.keysOf(ring, ledger);
    }

    /**
     * The proof of a token under its partition's newest head; empty if no head covers it yet.
     *
     * @throws IOException if files cannot be read, or do not lead to the head
     */
    public Optional<Proofs.Proof> proof(TokenId token) throws IOException {
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            try (PartitionFiles files = PartitionFiles.of(data.ledger(), partition)) {
                Optional<SignedCheckpoint> head = head(files);
                if (head.isPresent()) {
                    Optional<Proofs.Proof> proof = Proofs.of(token, files, head.get());
                    if (proof.isPresent()) {
                        return proof;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SignedCheckpoint> head(PartitionFiles files) throws IOException {
        Optional<Bytes> note = files.checkpoint();
        if (note.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedCheckpoint.open(note.get().toArray(), keys));
        } catch (LogRejected e) {
            throw new IOException(
                    "a head in " + data.ledger() + " is not one of this ledger's: " + e.getMessage()
                            + "; remove the directory, and the ledger makes it again",
                    e);
        }
    }
}
