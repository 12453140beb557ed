package dev.airlock.ledger.audit.shell;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where the tokens of a town lie, and what stands around each. */
final class Spots {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Spot> all = new ArrayList<>();
    private final Set<ChainName> marked;

    /** Which token at which place of a partition. */
    record Spot(int partition, int index, Recorded record, Token token) {
        RecordPlace place() {
            return record.place();
        }

        ChainName chain() {
            return token.link().chain();
        }

        ObjectNode json() {
            try {
                return (ObjectNode) JSON.readTree(token.canonical());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Spots(Town town) {
        marked = town.marks().stream().map(ChainHead::chain).collect(Collectors.toSet());
        Map<String, Token> byId = new HashMap<>();
        town.tokens.forEach(token -> byId.put(token.id().value(), token));
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            List<Recorded> records = town.shelf.records(Topic.TOKENS, partition);
            for (int index = 0; index < records.size(); index++) {
                Recorded record = records.get(index);
                all.add(new Spot(
                        partition, index, record, byId.get(tokenId(record).orElseThrow())));
            }
        }
    }

    /** The token id that a record says it has; empty if it is no token's. */
    static Optional<String> tokenId(Recorded record) {
        return Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(var good)
                ? Optional.of(good.tokenId())
                : Optional.empty();
    }

    List<Spot> all() {
        return all;
    }

    Spot any(Random random, Predicate<Spot> of) {
        List<Spot> some = all.stream().filter(of).toList();
        return some.get(random.nextInt(some.size()));
    }

    /** Those of its chain, itself too. */
    List<Spot> chain(Spot spot) {
        return all.stream().filter(each -> each.chain().equals(spot.chain())).toList();
    }

    Optional<Spot> next(Spot spot) {
        return chain(spot).stream().filter(each -> each.index() > spot.index()).findFirst();
    }

    /** Whether it is the last of a chain whose end nobody has marked. */
    boolean isUnmarkedEnd(Spot spot) {
        return next(spot).isEmpty() && !marked.contains(spot.chain());
    }

    /** The record and the next of its chain: what is signed by the real sealer shows where its hash is named. At a chain's end, that. */
    Set<RecordPlace> withNext(Spot spot) {
        Set<RecordPlace> names = new HashSet<>(Set.of(spot.place()));
        next(spot).map(Spot::place).ifPresent(names::add);
        return names;
    }

    /** Where a hole shows: at the next of the chain, or at the last one that is left. */
    Set<RecordPlace> around(Spot spot) {
        return Set.of(next(spot).map(Spot::place).orElseGet(() -> lastBefore(spot, spot.index())));
    }

    /** Where it shows that a partition ends before this record: the last that is left of each marked chain that was cut. */
    Set<RecordPlace> cut(Spot from) {
        return all.stream()
                .filter(lost -> lost.partition() == from.partition() && lost.index() >= from.index())
                .filter(lost -> marked.contains(lost.chain()))
                .map(lost -> lastBefore(lost, from.index()))
                .collect(Collectors.toSet());
    }

    /** The last of a chain that is left, or the partition's beginning. */
    private RecordPlace lastBefore(Spot spot, int index) {
        return chain(spot).stream()
                .filter(each -> each.index() < index)
                .reduce((_, later) -> later)
                .map(Spot::place)
                .orElse(RecordPlace.token(spot.partition(), 0));
    }
}
