package dev.airlock.schemas.routes;

import dev.airlock.schemas.syscalls.ReviewedFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The route table. Exact rows first, then the longest one in whole segments. Immutable, for any thread. */
public final class Routes {
    private final List<Route> rows;
    private final Map<String, Route> exact = new HashMap<>();
    private final Map<String, Route> below = new HashMap<>();

    /** @throws IllegalArgumentException when two rows hold for the same intents */
    public Routes(List<Route> rows) {
        this.rows = List.copyOf(rows);
        for (Route row : rows) {
            if (row.coversStem()) {
                put(exact, row);
            }
            if (row.coversBelow()) {
                put(below, row);
            }
        }
    }

    private record Table(String comment, List<Route> routes) {}

    /** The reviewed table, {@code routes.json}. */
    public static Routes load() {
        return new Routes(ReviewedFile.read("/routes.json", Table.class).routes());
    }

    /** The row of an intent; empty when it has none or its name is malformed. */
    public Optional<Route> route(String intent) {
        if (!IntentName.isWellFormed(intent)) {
            return Optional.empty();
        }
        Route found = exact.get(intent);
        for (int end = intent.lastIndexOf(':'); found == null && end > 0; end = intent.lastIndexOf(':', end - 1)) {
            found = below.get(intent.substring(0, end));
        }
        return Optional.ofNullable(found);
    }

    /** Every row, in the table's order. */
    public List<Route> rows() {
        return rows;
    }

    /** Every syscall policy that a row names. */
    public Set<String> policies() {
        Set<String> names = new TreeSet<>();
        rows.forEach(row -> names.add(row.policy()));
        return names;
    }

    private static void put(Map<String, Route> index, Route row) {
        Route other = index.putIfAbsent(row.stem(), row);
        if (other != null) {
            throw new IllegalArgumentException("routes " + other.name() + " and " + row.name() + " overlap");
        }
    }
}
