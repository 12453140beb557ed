package dev.airlock.ledger.shell;

import dev.airlock.ledger.http.Published;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.schemas.model.Bytes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The heads that this process has signed since its start, whose tiles are on the disk. Any thread. */
final class Board implements Published {
    private final AtomicReferenceArray<SignedCheckpoint> heads;
    private volatile Optional<Bytes> map = Optional.empty();

    Board(int partitions) {
        this.heads = new AtomicReferenceArray<>(partitions);
    }

    void put(int partition, SignedCheckpoint head) {
        heads.set(partition, head);
    }

    void putHeads(Bytes note) {
        map = Optional.of(note);
    }

    @Override
    public Optional<Bytes> heads() {
        return map;
    }

    @Override
    public int partitions() {
        return heads.length();
    }

    @Override
    public Optional<SignedCheckpoint> head(int partition) {
        return Optional.ofNullable(heads.get(partition));
    }
}
