package dev.airlock.policy.shell;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One key of the configuration: the one place for its name, unit, default and range. */
enum Setting {
    BOOTSTRAP_SERVERS("bootstrap.servers", "127.0.0.1:9092", "host:port[,host:port...] of the Kafka brokers"),
    NAMESPACE("namespace", "", "goes before every topic; empty on a cluster of one's own"),
    KEYS_DIR("keys.dir", "keys", "directory of the key files, made with mode 0700 when it is missing"),
    PULSE_TIMEOUT("pulse.timeout.ms", "1000", 250, 60_000),
    LEASE_TTL("lease.ttl.ms", "1000", 250, 5_000),
    LEASE_EVERY("lease.every.ms", "250", 20, 2_000),
    TICK("tick.ms", "50", 10, 250),
    VIEW_TIMEOUT("view.timeout.ms", "2000", 1_200, 30_000),
    SEND_TIMEOUT("send.timeout.ms", "1000", 100, 10_000);

    /** Client properties for the way into the bus pass through as they are. */
    private static final List<String> PASSED_ON = List.of("security.", "sasl.", "ssl.");

    private final String key;
    private final String standard;
    private final String meaning;
    private final long min;
    private final long max;

    Setting(String key, String standard, String meaning) {
        this(key, standard, meaning, 0, 0);
    }

    Setting(String key, String standard, long min, long max) {
        this(key, standard, "milliseconds, " + min + " to " + max, min, max);
    }

    Setting(String key, String standard, String meaning, long min, long max) {
        this.key = key;
        this.standard = standard;
        this.meaning = meaning;
        this.min = min;
        this.max = max;
    }

    String key() {
        return key;
    }

    String in(Map<String, String> settings) {
        return settings.getOrDefault(key, standard);
    }

    Duration durationIn(Map<String, String> settings) {
        String text = in(settings);
        try {
            long millis = Long.parseLong(text);
            if (millis >= min && millis <= max) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException _) {
            // The message below says what is wanted.
        }
        throw new IllegalArgumentException(key + " is '" + text + "'; it takes " + meaning);
    }

    static boolean passedOn(String key) {
        return PASSED_ON.stream().anyMatch(key::startsWith);
    }

    /** Refuses keys that nobody reads: a misspelt one would otherwise be a default in silence. */
    static void requireKnown(Map<String, String> settings) {
        Optional<String> unknown = settings.keySet().stream()
                .filter(key -> !passedOn(key))
                .filter(key -> keys().noneMatch(key::equals))
                .sorted()
                .findFirst();
        if (unknown.isPresent()) {
            throw new IllegalArgumentException("there is no key '" + unknown.get() + "'; the nearest is '"
                    + nearest(unknown.get()) + "', and " + String.join(", ", PASSED_ON) + "... are passed on");
        }
    }

    private static Stream<String> keys() {
        return Arrays.stream(values()).map(Setting::key);
    }

    private static String nearest(String unknown) {
        return keys().min(Comparator.comparingInt(key -> distance(key, unknown)))
                .orElseThrow();
    }

    /** Levenshtein's distance, row by row. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
