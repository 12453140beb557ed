package dev.airlock.snaft.model;

/**
 * Why a set of rules is not in order.
 *
 * @param place where
 * @param text the thing, its value and what would be right, in one sentence
 */
public record Fault(Place place, String text) {
    /** {@code 12:5: priority is -1; it must be 0 to 9999}. */
    @Override
    public String toString() {
        return place + ": " + text;
    }
}
