package dev.airlock.authorisation.model;

/**
 * What is wrong with a set of policies, and where.
 *
 * @param file the file, or a word for the whole set
 * @param line from 1; 0 where it is about the whole
 * @param text the thing, the value and the fix
 */
public record Fault(String file, int line, String text) {
    /** The file where a fault is about the whole set. */
    public static final String WHOLE = "the set";

    /** {@code admit.cedar:7: text}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + text : file + ":" + line + ": " + text;
    }
}
