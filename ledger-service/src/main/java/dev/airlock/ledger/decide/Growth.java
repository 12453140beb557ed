package dev.airlock.ledger.decide;

import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.model.Summit;
import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.token.TokenId;
import java.util.List;
import java.util.Optional;

/**
 * By how much a partition's log has grown, and what has to be done about it, in this order: store the tiles, tell of the incidents, sign the head.
 *
 * @param partition the partition
 * @param summit where the log is now
 * @param tiles what to store: those that are full since the last time, then the unfinished ones as they are now
 * @param firstId the place of the first of {@code ids}
 * @param ids of the records since the last time; empty for what is no token of ours
 * @param incidents what is wrong with them, and has not been told of by an earlier process
 * @param leftOut how many more incidents there were than are told of
 * @param signable whether the head may be signed
 */
public record Growth(
        int partition,
        Summit summit,
        List<Tile> tiles,
        long firstId,
        List<Optional<TokenId>> ids,
        List<Incident> incidents,
        long leftOut,
        boolean signable) {
    public Growth {
        tiles = List.copyOf(tiles);
        ids = List.copyOf(ids);
        incidents = List.copyOf(incidents);
    }
}
