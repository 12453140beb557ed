package dev.airlock.node;

import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.model.CheckpointRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest head that a ledger has signed for each partition, as the bus tells of it, and the partitions whose newest tokens no head covers.
 *
 * @param newest by partition; only heads that a ledger's key of the key directory has signed
 * @param uncovered partitions that hold a token which no head covers
 */
public record SignedHeads(Map<Integer, CheckpointRecord> newest, List<Integer> uncovered) {
    /** How far back the newest record is looked for; between two records of tokens lie some markers of transactions. */
    private static final long OFFSETS_BACK = 200;

    public SignedHeads {
        newest = Map.copyOf(newest);
        uncovered = List.copyOf(uncovered);
    }

    /** Reads what the bus has now. */
    public static SignedHeads read(Bus bus, KeyRing ring, String ledger) throws BusUnreachable {
        Map<Integer, Long> last = new TreeMap<>();
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            Replay.tail(
                    bus,
                    Station.CONSOLE,
                    Topic.TOKENS,
                    partition,
                    OFFSETS_BACK,
                    record -> last.put(record.partition(), record.offset()));
        }
        List<NoteKey> keys = keysOf(ring, ledger);
        Map<Integer, CheckpointRecord> newest = new TreeMap<>();
        for (int partition = 0; partition < Topic.CHECKPOINTS.partitions(); partition++) {
            Replay.partition(bus, Station.CONSOLE, Topic.CHECKPOINTS, partition, record -> take(record, keys, newest));
        }
        return new SignedHeads(
                newest,
                last.entrySet().stream()
                        .filter(one -> !newest.containsKey(one.getKey())
                                || newest.get(one.getKey()).nextOffset() <= one.getValue())
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** The keys that verify the heads of a ledger's logs: those of all ledgers in the key directory. */
    public static List<NoteKey> keysOf(KeyRing ring, String ledger) {
        List<NoteKey> keys = new ArrayList<>();
        for (KeyId id : ring.ids()) {
            if (ring.holder(id)
                    .filter(holder -> holder.role() == KeyRole.LEDGER)
                    .isPresent()) {
                var key = new LedgerKey(ledger, id.key());
                for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
                    keys.add(key.ofLog(partition));
                }
            }
        }
        return keys;
    }

    private static void take(Inbound record, List<NoteKey> keys, Map<Integer, CheckpointRecord> newest) {
        if (Codecs.CHECKPOINT.decode(record.value()) instanceof Good<CheckpointRecord>(CheckpointRecord said)) {
            try {
                Checkpoint signed = SignedCheckpoint.open(said.note().getBytes(StandardCharsets.UTF_8), keys)
                        .checkpoint();
                boolean same = signed.size() == said.size()
                        && LogName.parse(signed.log()).partition() == said.partition()
                        && said.log().equals(signed.log());
                if (same) {
                    newest.merge(said.partition(), said, (before, now) -> now.size() > before.size() ? now : before);
                }
            } catch (LogRejected e) {
                // Another ledger's, or nobody's.
            }
        }
    }
}
