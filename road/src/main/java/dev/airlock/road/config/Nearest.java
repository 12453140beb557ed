package dev.airlock.road.config;

import java.util.Collection;
import java.util.Comparator;

/** The name that somebody may have meant. */
public final class Nearest {
    private Nearest() {}

    /** {@code ; did you mean 'X'?}, or nothing if there is none to choose from. */
    public static String hint(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String one) -> distance(one, name))
                        .thenComparing(one -> one))
                .map(one -> "; did you mean '" + one + "'?")
                .orElse("");
    }

    /** Levenshtein's distance: how many letters have to be put in, taken out or changed. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int changed = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(changed, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
