package dev.airlock.gateway.decide;

import java.util.Comparator;
import java.util.List;

/** Which intents go before others when there is not room for all, and how many of a kind may be under way at once: reviewed data. */
public final class LaneTable {
    /** Everything that no row is about. */
    public static final Row ORDINARY = new Row("", 5, Integer.MAX_VALUE, "what programs want run");

    private static final List<Row> ROWS = List.of(
            new Row("triage.reject", 10, 1, "a rejection must never wait behind what it rejects"),
            new Row("triage.resync", 9, Integer.MAX_VALUE, "brings a part back into step"),
            new Row("factory.", 9, 2, "makes and replaces parts of the system; asserts its root"),
            new Row("agent.tool.high", 7, 16, "a tool that somebody waits for; yields gracefully"),
            new Row("service.rpc", 6, 32, "calls between services; queued"));

    private LaneTable() {}

    /**
     * One row.
     *
     * @param prefix of the intents that it is about
     * @param priority 0 to 10; the higher, the longer it is let in
     * @param burst most of them under way at once
     * @param why for people
     */
    public record Row(String prefix, int priority, int burst, String why) {}

    /** The row with the longest prefix of this intent. */
    public static Row row(String intent) {
        return ROWS.stream()
                .filter(row -> intent.startsWith(row.prefix()))
                .max(Comparator.comparingInt(row -> row.prefix().length()))
                .orElse(ORDINARY);
    }

    /** Every row, in the order of their priority. */
    public static List<Row> rows() {
        return ROWS;
    }
}
