package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.TreeCheck;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.PartitionTree;
import dev.airlock.ledger.audit.wire.HeadScanner;
import dev.airlock.ledger.audit.wire.ReadHead;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What the ledgers have signed, by partition; read before any token, so that a ledger at work is no finding. For one thread. */
final class SignedTrees implements AutoCloseable {
    private final List<HeadSpool> spools = new ArrayList<>();

    /** @param scratch gets files when they are needed */
    SignedTrees(Scratch scratch) {
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            spools.add(new HeadSpool(scratch, partition));
        }
    }

    /** Reads all heads; what is none is a finding. */
    void read(Shelf shelf, KeyRing ring, Executor workers, Consumer<AuditFinding> findings) throws BusUnreachable {
        var scanner = new HeadScanner(ring);
        for (int partition = 0; partition < Topic.CHECKPOINTS.partitions(); partition++) {
            var lineup = new Lineup<ReadHead>(
                    workers,
                    record -> scanner.read(record.place(), record.appended(), record.value()),
                    read -> take(read, findings));
            shelf.each(Topic.CHECKPOINTS, partition, lineup::add);
            lineup.finish();
        }
    }

    private void take(ReadHead read, Consumer<AuditFinding> findings) {
        switch (read) {
            case ReadHead.Good(var head) -> spools.get(head.partition()).add(head);
            case ReadHead.Bad(var finding) -> findings.accept(finding);
        }
    }

    /** What is to be asked about the records of a partition. */
    TreeCheck check(int partition, List<PartitionTree> earlier, Consumer<AuditFinding> findings) {
        return new TreeCheck(
                partition,
                spools.get(partition).sorted(),
                earlier.stream().filter(tree -> tree.partition() == partition).findFirst(),
                findings);
    }

    @Override
    public void close() {
        spools.forEach(HeadSpool::close);
    }
}
