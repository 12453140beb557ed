package dev.airlock.lane.shell;

import dev.airlock.lane.journal.Entry;
import dev.airlock.lane.model.LaneRecord;
import dev.airlock.lane.model.LaneRecord.Begin;
import dev.airlock.lane.model.LaneRecord.End;
import dev.airlock.lane.model.LaneRecord.Heads;
import dev.airlock.lane.wire.LaneRecords;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What follows from a journal's records, taken in their order: where the chains end, what was remembered, and which runs have no end. */
final class Recovered implements Consumer<Entry> {
    private final Chains chains;
    private final Memory memory;
    private final Map<Long, Begin> open = new TreeMap<>();
    private final Map<ChainName, Long> firstEnds = new HashMap<>();

    Recovered(Chains chains, Memory memory) {
        this.chains = chains;
        this.memory = memory;
    }

    /** @throws IllegalStateException if nobody can read the record, although it is undamaged */
    @Override
    public void accept(Entry entry) {
        switch (LaneRecords.read(entry.payload())) {
            case Malformed<LaneRecord>(String reason) ->
                throw new IllegalStateException("record " + entry.sequence() + " of the journal cannot be read ("
                        + reason + "); another version wrote it: start that one, and stop it in order");
            case Good<LaneRecord>(Begin begin) -> open.put(entry.sequence(), begin);
            case Good<LaneRecord>(End end) -> {
                end.begin().ifPresent(open::remove);
                ChainHead head = ChainHead.parse(end.head());
                firstEnds.putIfAbsent(head.chain(), entry.sequence());
                chains.found(head);
                end.wish().ifPresent(wish -> memory.recovered(wish, end.token().value()));
            }
            case Good<LaneRecord>(Heads heads) ->
                heads.heads().stream().map(ChainHead::parse).forEach(chains::found);
        }
    }

    /** The runs without an end, by the number of the record with which they began. */
    Map<Long, Begin> open() {
        return open;
    }

    /** The keys that sealed the tokens of the journal, former ones too. */
    Set<KeyId> sealers() {
        return firstEnds.keySet().stream().map(ChainName::sealer).collect(Collectors.toSet());
    }

    /** The chains of the journal's tokens, each with the number of the record with its first one. */
    Map<ChainName, Long> firstEnds() {
        return firstEnds;
    }
}
