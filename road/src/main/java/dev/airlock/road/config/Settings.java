package dev.airlock.road.config;

import dev.airlock.road.Bus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a service is told: text settings, read one by one, each with its default and bounds. What nobody asked for is refused, for a
 * misspelt key would otherwise be a default in silence. For one thread.
 */
public final class Settings {
    private final Map<String, String> given;
    private final Set<String> asked = new TreeSet<>();

    public Settings(Map<String, String> given) {
        this.given = Map.copyOf(given);
    }

    public String text(String key, String otherwise) {
        asked.add(key);
        return given.getOrDefault(key, otherwise);
    }

    /** @throws IllegalArgumentException if it is missing or blank */
    public String required(String key) {
        String value = text(key, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("the setting '" + key + "' is missing");
        }
        return value;
    }

    /** @throws IllegalArgumentException if it is missing or blank */
    public Path path(String key) {
        return Path.of(required(key));
    }

    /** @throws IllegalArgumentException if it is no whole number from {@code min} to {@code max} */
    public long whole(String key, long otherwise, long min, long max) {
        String text = text(key, Long.toString(otherwise));
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below, with the bounds.
        }
        throw unfit(key, text, "a whole number from " + min + " to " + max);
    }

    /** @throws IllegalArgumentException if it is no whole number from {@code min} to {@code max} */
    public int whole(String key, int otherwise, int min, int max) {
        return Math.toIntExact(whole(key, (long) otherwise, min, max));
    }

    /** A number of milliseconds. */
    public Duration millis(String key, int otherwise, int min, int max) {
        return Duration.ofMillis(whole(key, otherwise, min, max));
    }

    /** @throws IllegalArgumentException if it is neither {@code true} nor {@code false} */
    public boolean yes(String key, boolean otherwise) {
        String text = text(key, Boolean.toString(otherwise));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unfit(key, text, "true or false");
        };
    }

    /**
     * The bus: {@code bootstrap.servers}, which is required; {@code namespace}, usually empty; and the way in, {@code security.*},
     * {@code sasl.*} and {@code ssl.*}.
     */
    public Bus bus() {
        Map<String, String> access = given.entrySet().stream()
                .filter(setting -> Bus.isWayIn(setting.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        asked.addAll(access.keySet());
        return new Bus(required("bootstrap.servers"), access, text("namespace", ""));
    }

    /** What was given and not asked for yet. */
    public Map<String, String> others() {
        var others = new TreeMap<>(given);
        others.keySet().removeAll(asked);
        return others;
    }

    /** @throws IllegalArgumentException if a setting was given that nobody asked for; the message names the nearest one */
    public void refuseOthers() {
        for (String key : others().keySet()) {
            String nearest = asked.stream()
                    .min(Comparator.comparingInt(known -> distance(known, key)))
                    .map(known -> "; did you mean '" + known + "'?")
                    .orElse("");
            throw new IllegalArgumentException("there is no setting '" + key + "'" + nearest);
        }
    }

    private static IllegalArgumentException unfit(String key, String text, String wanted) {
        return new IllegalArgumentException(key + " is '" + text + "'; it must be " + wanted);
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
