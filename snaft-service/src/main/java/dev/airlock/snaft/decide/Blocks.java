package dev.airlock.snaft.decide;

import dev.airlock.snaft.model.Block;
import dev.airlock.snaft.model.Block.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who and what is let in no more, found by its value: in one step, and one more for each length of a beginning that is blocked. Immutable,
 * for any thread.
 */
final class Blocks {
    private final Map<Kind, Table> tables = new EnumMap<>(Kind.class);

    /** The blocks of one kind; several may be for one value, each until a time of its own. */
    private record Table(
            Map<String, List<Block>> whole, Map<String, List<Block>> beginnings, TreeSet<Integer> lengths) {
        Table() {
            this(new HashMap<>(), new HashMap<>(), new TreeSet<>());
        }
    }

    Blocks(List<Block> blocks) {
        for (Kind kind : Kind.values()) {
            tables.put(kind, new Table());
        }
        for (Block block : blocks) {
            Table table = tables.get(block.kind());
            if (block.open()) {
                String beginning = block.value().substring(0, block.value().length() - 1);
                table.beginnings()
                        .computeIfAbsent(beginning, _ -> new ArrayList<>())
                        .add(block);
                table.lengths().add(beginning.length());
            } else {
                table.whole()
                        .computeIfAbsent(block.value(), _ -> new ArrayList<>())
                        .add(block);
            }
        }
    }

    /** The block that meets this value now. A beginning of an intent ends with its colon, so it never ends within a segment. */
    Optional<Block> on(Kind kind, String value, Instant now) {
        Table table = tables.get(kind);
        Optional<Block> whole = counting(table.whole().get(value), now);
        if (whole.isPresent()) {
            return whole;
        }
        for (int length : table.lengths().headSet(value.length(), true)) {
            Optional<Block> block = counting(table.beginnings().get(value.substring(0, length)), now);
            if (block.isPresent()) {
                return block;
            }
        }
        return Optional.empty();
    }

    private static Optional<Block> counting(List<Block> blocks, Instant now) {
        return blocks == null
                ? Optional.empty()
                : blocks.stream().filter(block -> block.counts(now)).findFirst();
    }
}
