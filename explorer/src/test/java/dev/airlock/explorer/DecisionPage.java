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
        for (List<String> cells : rows()) {
            if (cells.size() == 3) {
                said.put(
                        cells.get(0),
                        new Guard(
                                Integer.parseInt(cells.get(1)),
                                Runs.valueOf(cells.get(2).toUpperCase(Locale.ROOT))));
            } else if (cells.size() == 6) {
                origins.put(
                        cells.get(0),
                        new Row(cells.get(1).equals("yes"), cells.get(2).equals("yes"), cells.subList(3, 6)));
            }
        }
    }

    private static List<List<String>> rows() {
        try (Stream<String> lines = Files.lines(PAGE)) {
            return lines.filter(line -> line.startsWith("| ") && !line.contains("guard |") && !line.contains("guard 0"))
                    .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|"))
                            .map(String::strip)
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many things the page knows that can be said, and how many origins. */
    int size() {
        return said.size() + origins.size();
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
