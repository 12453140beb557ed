package dev.airlock.snaft.model;

/**
 * Where something stands in a text.
 *
 * @param line 1 or more
 * @param column 1 or more, in characters
 */
public record Place(int line, int column) {
    /** The beginning of a text. */
    public static final Place BEGINNING = new Place(1, 1);

    /** {@code 12:5}. */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
