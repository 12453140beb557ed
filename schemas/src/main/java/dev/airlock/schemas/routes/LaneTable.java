package dev.airlock.schemas.routes;

import dev.airlock.schemas.model.Origin;
import java.util.List;

/**
 * Which intents go before others when there is not room for all, and how many of a kind may be under way at once: reviewed data. An intent's name is
 * anybody's word, so a row counts for those alone who may want such a thing.
 */
public final class LaneTable {
    /** Everything that no row is about. */
    public static final Row ORDINARY = new Row("", 5, Integer.MAX_VALUE, Origin.EXTERNAL_AI, "what programs want run");

    /** Whatever an operator wants: who is to mend an overloaded system must get in. */
    public static final Row OPERATORS =
            new Row("*operator", 9, Integer.MAX_VALUE, Origin.OPERATOR, "what operators want run");

    private static final List<Row> ROWS = List.of(
            new Row("triage.reject", 10, 1, Origin.INTERNAL, "a rejection must never wait behind what it rejects"),
            new Row("triage.resync", 9, Integer.MAX_VALUE, Origin.INTERNAL, "brings a part back into step"),
            new Row("factory.", 9, 2, Origin.INTERNAL, "makes and replaces parts of the system; asserts its root"),
            new Row("agent.tool.high", 7, 16, Origin.EXTERNAL_AI, "a tool that somebody waits for; yields gracefully"),
            new Row("service.rpc", 6, 32, Origin.INTERNAL, "calls between services; queued"));

    private LaneTable() {}

    /**
     * One row.
     *
     * @param prefix of the intents that it is about; two rows begin with what no intent's name does, or are empty
     * @param priority 0 to 10; the higher, the longer it is let in
     * @param burst most of them under way at once
     * @param least the least trusted origin for which it counts
     * @param why for people
     */
    public record Row(String prefix, int priority, int burst, Origin least, String why) {}

    /** The row with the longest prefix of this intent that counts for this origin; an operator's has at least the priority of {@link #OPERATORS}. */
    public static Row row(String intent, Origin origin) {
        Row named = ORDINARY;
        for (Row row : ROWS) {
            boolean counts = intent.startsWith(row.prefix()) && origin.compareTo(row.least()) >= 0;
            named = counts && row.prefix().length() > named.prefix().length() ? row : named;
        }
        return origin == Origin.OPERATOR && named.priority() < OPERATORS.priority() ? OPERATORS : named;
    }

    /** Every row that is about a prefix, in the order of their priority. */
    public static List<Row> rows() {
        return ROWS;
    }
}
