package dev.airlock.jail.model;

import java.util.List;

/**
 * Holds when the low 32 bits of an argument, masked, are one of some values.
 *
 * @param argument 0 to 5
 * @param mask which bits count; -1 for all
 * @param values at least one, at most 100, all within the mask and different
 */
public record Condition(int argument, int mask, List<Integer> values) {
    private static final int VALUES_MAX = 100;

    public Condition {
        values = List.copyOf(values);
        if (argument < 0 || argument > 5) {
            throw new IllegalArgumentException("argument " + argument + "; a call has 0 to 5");
        }
        if (values.isEmpty() || values.size() > VALUES_MAX) {
            throw new IllegalArgumentException(values.size() + " values; 1 to " + VALUES_MAX);
        }
        if (values.stream().distinct().count() != values.size()) {
            throw new IllegalArgumentException("a value stands twice: " + values);
        }
        if (values.stream().anyMatch(value -> (value & mask) != value)) {
            throw new IllegalArgumentException("a value can never be met: not within its mask");
        }
    }
}
