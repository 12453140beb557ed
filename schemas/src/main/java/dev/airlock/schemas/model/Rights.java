package dev.airlock.schemas.model;

import java.util.List;

/**
 * What a delegation lets its subject do.
 *
 * @param intents patterns by whole segments: {@code code:execute} is that intent alone, {@code shell:*} every intent below; sorted, 1 to 32
 * @param memoryMib the most memory of a run, in MiB; 1 or more
 * @param timeoutMillis the most wall time of a run, in milliseconds; 1 or more
 * @param ceiling as what its subject counts at most
 */
public record Rights(List<String> intents, int memoryMib, int timeoutMillis, Origin ceiling) {
    /** The most patterns. */
    public static final int INTENTS_MAX = 32;

    private static final String BELOW = ":*";
    private static final int PATTERN_MAX = 128;

    /** @throws IllegalArgumentException if a pattern is unfit, or a bound is none */
    public Rights {
        intents = intents.stream().distinct().sorted().toList();
        if (intents.isEmpty() || intents.size() > INTENTS_MAX) {
            throw new IllegalArgumentException(
                    "rights name " + intents.size() + " intents; it must be 1 to " + INTENTS_MAX);
        }
        intents.forEach(Rights::check);
        if (memoryMib < 1 || timeoutMillis < 1) {
            throw new IllegalArgumentException("memory_mib is " + memoryMib + " and timeout_millis " + timeoutMillis
                    + "; each must be 1 or more, for 0 would mean no bound elsewhere");
        }
    }

    private static void check(String pattern) {
        String name = pattern.endsWith(BELOW) ? pattern.substring(0, pattern.length() - BELOW.length()) : pattern;
        boolean segments = List.of(name.split(":", -1)).stream().noneMatch(String::isEmpty);
        boolean visible = name.chars().allMatch(c -> c > ' ' && c <= '~' && c != '*');
        if (!segments || !visible || pattern.length() > PATTERN_MAX) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is no pattern of intents; write code:execute or shell:*");
        }
    }

    /** Whether an intent of this name may be asked for. */
    public boolean allow(String intent) {
        return intents.stream().anyMatch(pattern -> matches(pattern, intent));
    }

    private static boolean matches(String pattern, String intent) {
        return pattern.endsWith(BELOW)
                ? intent.startsWith(pattern.substring(0, pattern.length() - 1)) && intent.length() >= pattern.length()
                : pattern.equals(intent);
    }

    /** Whether whoever has these rights may hand {@code less} on: in nothing more than he has himself. */
    public boolean cover(Rights less) {
        return less.memoryMib <= memoryMib
                && less.timeoutMillis <= timeoutMillis
                && less.ceiling.compareTo(ceiling) <= 0
                && less.intents.stream().allMatch(this::coverPattern);
    }

    private boolean coverPattern(String pattern) {
        return intents.contains(pattern)
                || intents.stream()
                        .filter(own -> own.endsWith(BELOW))
                        .anyMatch(own -> pattern.startsWith(own.substring(0, own.length() - 1)));
    }
}
