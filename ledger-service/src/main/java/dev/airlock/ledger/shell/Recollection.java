package dev.airlock.ledger.shell;

import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.SignedHead;
import dev.airlock.ledger.audit.shell.HeadSpool;
import dev.airlock.ledger.audit.shell.Scratch;
import dev.airlock.ledger.decide.Memory;
import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.model.Summit;
import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.CheckpointRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which heads this ledger has signed before: those on the bus, and those on the disk. Only what bears its own signature counts. The newest is kept in
 * memory and the others in files, until the log has grown past them.
 */
final class Recollection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recollection.class);

    private final String ledger;
    private final List<NoteKey> keys;
    private final List<Memory> memories;
    private final List<Incident> incidents = new ArrayList<>();
    private final List<HeadSpool> heads = new ArrayList<>();

    private Recollection(String ledger, LedgerKey key, Scratch scratch, int partitions) {
        this.ledger = ledger;
        for (int partition = 0; partition < partitions; partition++) {
            heads.add(new HeadSpool(scratch, partition));
        }
        this.keys = IntStream.range(0, partitions).mapToObj(key::ofLog).toList();
        this.memories = new ArrayList<>(IntStream.range(0, partitions)
                .mapToObj(partition -> new Memory(partition, Optional.empty()))
                .toList());
    }

    /**
     * Reads both.
     *
     * @param scratch a directory for the heads that are not the newest
     * @throws BusUnreachable if the bus cannot be asked; then nothing may be signed
     * @throws IOException if the disk cannot be read
     */
    static Recollection read(Bus bus, String ledger, LedgerKey key, LedgerDirectory directory, Path scratch)
            throws BusUnreachable, IOException {
        var recollection = new Recollection(ledger, key, new Scratch(scratch), Topic.TOKENS.partitions());
        try {
            recollection.read(bus, directory);
            return recollection;
        } catch (BusUnreachable | IOException | RuntimeException e) {
            recollection.close();
            throw e;
        }
    }

    private void read(Bus bus, LedgerDirectory directory) throws BusUnreachable, IOException {
        for (int partition = 0; partition < Topic.CHECKPOINTS.partitions(); partition++) {
            Replay.partition(bus, Station.LEDGER, Topic.CHECKPOINTS, partition, this::recall);
        }
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            Optional<Bytes> note = directory.of(partition).checkpoint();
            note.ifPresent(bytes -> recall(bytes.toArray(), "file", 0));
        }
    }

    private void recall(Inbound record) {
        if (Codecs.CHECKPOINT.decode(record.value()) instanceof Good<CheckpointRecord>(CheckpointRecord said)) {
            recall(said.note().getBytes(StandardCharsets.UTF_8), record.toString(), said.nextOffset());
        } else {
            LOG.warn("checkpoint record={} cannot be read", record);
        }
    }

    private void recall(byte[] note, String where, long nextOffset) {
        try {
            Checkpoint signed = SignedCheckpoint.open(note, keys).checkpoint();
            LogName name = LogName.parse(signed.log());
            var summit = new Summit(
                    signed.size(), Sha256.ofDigest(signed.root().bytes()).value(), Math.max(nextOffset, signed.size()));
            Memory.Recalled recalled = memories.get(name.partition()).recall(summit);
            memories.set(name.partition(), recalled.memory());
            recalled.incident().ifPresent(incidents::add);
            if (signed.size() > 0) {
                heads.get(name.partition())
                        .add(new SignedHead(
                                name.partition(),
                                signed.size(),
                                signed.root().base64(),
                                new RecordPlace(Topic.CHECKPOINTS, 0, 0)));
            }
        } catch (LogRejected e) {
            // Another ledger's, on a topic that several may write; or a file that was torn.
            LOG.debug("checkpoint at={} is not one of {}: {}", where, ledger, e.getMessage());
        }
    }

    /** All heads of a partition by size, to be asked for once, and before this is closed. */
    Iterator<Summit> heads(int partition) {
        Iterator<SignedHead> sorted = heads.get(partition).sorted();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return sorted.hasNext();
            }

            @Override
            public Summit next() {
                SignedHead head = sorted.next();
                byte[] root = TreeHash.ofBase64(head.root()).bytes();
                return new Summit(head.size(), Sha256.ofDigest(root).value(), head.size());
            }
        };
    }

    /** One for each partition. */
    List<Memory> memories() {
        return List.copyOf(memories);
    }

    /** What is wrong with them: heads that cannot all be true. */
    List<Incident> incidents() {
        return List.copyOf(incidents);
    }

    @Override
    public void close() {
        heads.forEach(HeadSpool::close);
    }
}
