package dev.airlock.explorer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The tables of docs/DECISIONS.md, and what follows from them. It knows the page and nothing of the code. */
final class DecisionPage {
    private static final Path PAGE = Path.of("../docs/DECISIONS.md");

    private final Map<String, Guard> said = new HashMap<>();
    private final Map<String, Row> origins = new HashMap<>();
    private final Map<String, Map<String, Boolean>> permits = new HashMap<>();

    /**
     * How guarded something makes us.
     *
     * @param level 0, 1 or 2
     * @param runs whose programs are run
     */
    record Guard(int level, Runs runs) {
        Guard and(Guard other) {
            return new Guard(Math.max(level, other.level), runs.compareTo(other.runs) >= 0 ? runs : other.runs);
        }
    }

    /** Whose programs are run, from all to the fewest. */
    enum Runs {
        ALL,
        APPROVED,
        RESCUERS
    }

    private record Row(boolean rescuer, boolean byApproval, List<String> byGuard) {}

    DecisionPage() {
        rows("## How guarded we are")
                .forEach(cells -> said.put(
                        cells.get(0),
                        new Guard(
                                Integer.parseInt(cells.get(1)),
                                Runs.valueOf(cells.get(2).toUpperCase(Locale.ROOT)))));
        rows("## Who comes in")
                .forEach(cells -> origins.put(
                        cells.get(0),
                        new Row(cells.get(1).equals("yes"), cells.get(2).equals("yes"), cells.subList(3, 6))));
        List<List<String>> policies = table("## What the policies say then");
        List<String> columns = policies.getFirst();
        policies.stream().skip(1).forEach(cells -> {
            for (int i = 1; i < cells.size(); i++) {
                permits.computeIfAbsent(cells.getFirst(), _ -> new HashMap<>())
                        .put(columns.get(i), cells.get(i).equals("yes"));
            }
        });
    }

    private static List<List<String>> rows(String heading) {
        List<List<String>> table = table(heading);
        return table.subList(1, table.size());
    }

    /** The table below a heading, the names of its columns first. */
    private static List<List<String>> table(String heading) {
        try {
            return Files.readAllLines(PAGE).stream()
                    .dropWhile(line -> !line.equals(heading))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("## "))
                    .filter(line -> line.startsWith("| "))
                    .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|"))
                            .map(String::strip)
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many things the page knows that can be said, how many origins, and how much that policies look at. */
    int size() {
        return said.size() + origins.size() + permits.size();
    }

    /** Whether the policies permit to this origin an intent of which all these things are true. */
    boolean permits(String origin, Stream<String> things) {
        return things.allMatch(thing -> {
            Boolean permitted = permits.getOrDefault(thing, Map.of()).get(origin);
            if (permitted == null) {
                throw new IllegalArgumentException("docs/DECISIONS.md does not know '" + thing + "' of " + origin);
            }
            return permitted;
        });
    }

    /** How guarded all of this makes us. */
    Guard guard(Stream<String> things) {
        return things.map(this::guard).reduce(new Guard(0, Runs.ALL), Guard::and);
    }

    private Guard guard(String thing) {
        Guard guard = said.get(thing);
        if (guard == null) {
            throw new IllegalArgumentException("docs/DECISIONS.md does not know '" + thing + "'");
        }
        return guard;
    }

    /** Whether an intent comes in. */
    boolean letsIn(Guard guard, String origin, boolean bound, boolean remoteTool, boolean sandboxed, boolean approved) {
        Row row = origins.get(origin);
        if (guard.level() > 0 && (remoteTool || !sandboxed)) {
            return false;
        }
        boolean byOrigin =
                switch (row.byGuard().get(guard.level())) {
                    case "yes" -> true;
                    case "bound" -> bound;
                    case "no" -> false;
                    default -> throw new IllegalArgumentException("docs/DECISIONS.md has a cell that is no answer");
                };
        boolean runs =
                switch (guard.runs()) {
                    case ALL -> true;
                    case APPROVED -> row.rescuer() || (approved && row.byApproval() && sandboxed);
                    case RESCUERS -> row.rescuer();
                };
        return byOrigin && runs;
    }
}
