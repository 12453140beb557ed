package dev.airlock.snaft.model;

import java.util.Map;
import java.util.Optional;

/**
 * What an agent's framework says of the work that an intent is part of: tokens spent, retries, tools. Never believed in the caller's
 * favour: what is not said counts as harmless, what is said can only add a refusal. No caller's record has a place for them yet, so
 * an intent that comes over the road has {@link #NONE}.
 *
 * @param values by name, for example {@code retries} and {@code 3}
 */
public record Claims(Map<String, String> values) {
    public static final Claims NONE = new Claims(Map.of());

    private static final int COUNT_MAX = 32;
    private static final int LENGTH_MAX = 1024;

    /** @throws IllegalArgumentException for more than 32 claims or one of more than 1024 characters */
    public Claims {
        values = Map.copyOf(values);
        if (values.size() > COUNT_MAX) {
            throw new IllegalArgumentException(values.size() + " claims; at most " + COUNT_MAX + " go in");
        }
        values.forEach((name, value) -> {
            if (name.length() + value.length() > LENGTH_MAX) {
                throw new IllegalArgumentException("a claim has " + (name.length() + value.length())
                        + " characters; at most " + LENGTH_MAX + " go in");
            }
        });
    }

    /** The claim as it was said. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * The claim as a number; 0 if it is not there.
     *
     * @throws IllegalArgumentException when it is no finite number that is 0 or more
     */
    public double number(String name) {
        String value = values.get(name);
        if (value == null) {
            return 0;
        }
        if (!value.matches("[0-9]{1,18}(\\.[0-9]{1,18})?")) {
            throw new IllegalArgumentException("the claim " + name + " is no number of 0 or more");
        }
        return Double.parseDouble(value);
    }

    /** Whether the claim says {@code value}, in capitals or not. */
    public boolean says(String name, String value) {
        return value.equalsIgnoreCase(values.get(name));
    }
}
