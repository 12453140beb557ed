package dev.airlock.gateway.shell;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads text settings one by one, each with its bounds, and refuses what nobody read. For one thread. */
final class Settings {
    private final Map<String, String> given;
    private final Set<String> known = new TreeSet<>();

    Settings(Map<String, String> given) {
        this.given = Map.copyOf(given);
    }

    String text(String key, String otherwise) {
        known.add(key);
        return given.getOrDefault(key, otherwise);
    }

    int whole(String key, int otherwise, int min, int max) {
        String text = text(key, Integer.toString(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, with the bounds.
        }
        throw new IllegalArgumentException(
                key + " is '" + text + "'; it must be a whole number from " + min + " to " + max);
    }

    Duration millis(String key, int otherwise, int min, int max) {
        return Duration.ofMillis(whole(key, otherwise, min, max));
    }

    boolean yes(String key, boolean otherwise) {
        String text = text(key, Boolean.toString(otherwise));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(key + " is '" + text + "'; it must be true or false");
        };
    }

    /** @throws IllegalArgumentException if a setting was given that nobody asked for; the message names the nearest one */
    void refuseOthers() {
        for (String key : new TreeSet<>(given.keySet())) {
            if (!known.contains(key)) {
                String nearest = known.stream()
                        .min(Comparator.comparingInt(name -> distance(name, key)))
                        .orElseThrow();
                throw new IllegalArgumentException(
                        "there is no setting '" + key + "'; did you mean '" + nearest + "'?");
            }
        }
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
