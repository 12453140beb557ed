package dev.airlock.ledger.audit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.ledger.wire.Leaves;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.MerkleTree;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.CheckpointRecord;
import dev.airlock.schemas.wire.Codecs;
import java.time.Instant;

/** A ledger that signs the heads of a town's partitions. */
final class Signing {
    static final Instant AT = Town.at(300, 0);

    private Signing() {}

    /** Signs one head for every {@code step} records of each partition, and one for its last. */
    static void heads(Town.MemoryShelf shelf, int step) {
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            int size = shelf.records(Topic.TOKENS, partition).size();
            for (int at = step; at < size + step; at += step) {
                if (size > 0) {
                    add(shelf, honest(shelf, partition, Math.min(at, size)));
                }
            }
        }
    }

    /** The head of the first records of a partition, as an honest ledger signs it. */
    static CheckpointRecord honest(Town.MemoryShelf shelf, int partition, int size) {
        var tree = new MerkleTree(_ -> {});
        shelf.records(Topic.TOKENS, partition)
                .subList(0, size)
                .forEach(record -> tree.append(Leaves.of(record.value()).leaf()));
        return head(partition, size, tree.root(), Town.LEDGER);
    }

    /** Any head, signed by anybody. */
    static CheckpointRecord head(int partition, long size, TreeHash root, SigningKey key) {
        var name = new LogName("main", partition);
        var signed = new Checkpoint(name.text(), size, root).signed(new LedgerSigner("main", key).ofLog(partition));
        return new CheckpointRecord(
                name.text(),
                partition,
                size,
                Sha256.ofDigest(root.bytes()).value(),
                size * 10,
                AT,
                new String(signed.bytes(), UTF_8));
    }

    static void add(Town.MemoryShelf shelf, CheckpointRecord head) {
        shelf.add(Topic.CHECKPOINTS, 0, AT, Codecs.CHECKPOINT.encode(head));
    }
}
