package dev.airlock.snaft.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A set of custom rules as an operator wrote it.
 *
 * @param rules the rules, in the file's order
 * @param blocks who and what is let in no more
 * @param burned the principals that are never trusted again, with the reason
 * @param reinstated the principals that are to be trusted again, and since when
 */
public record RuleFile(
        List<CustomRule> rules, List<Block> blocks, Map<String, String> burned, Map<String, Instant> reinstated) {
    /** Nothing of an operator's. */
    public static final RuleFile EMPTY = new RuleFile(List.of(), List.of(), Map.of(), Map.of());

    public static final int RULES_MAX = 256;
    public static final int BLOCKS_MAX = 4096;
    /** The most principals that are burned, and as many that are reinstated. */
    public static final int PRINCIPALS_MAX = 1024;

    public RuleFile {
        rules = List.copyOf(rules);
        blocks = List.copyOf(blocks);
        burned = Map.copyOf(burned);
        reinstated = Map.copyOf(reinstated);
    }
}
