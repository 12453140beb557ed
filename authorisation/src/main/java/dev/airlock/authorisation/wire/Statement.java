package dev.airlock.authorisation.wire;

import dev.airlock.authorisation.model.Fault;
import dev.airlock.schemas.model.PolicyFile;

/**
 * One policy's text in its file.
 *
 * @param file the file
 * @param start where the text begins in it, in characters
 * @param text from the end of the policy before to the semicolon
 */
public record Statement(PolicyFile file, int start, String text) {
    /** A fault at this place in the statement, in characters from its beginning; a place beyond it counts as its end. */
    public Fault fault(int offset, String message) {
        return new Fault(file.name(), line(offset), message);
    }

    /** The line of the file, from 1, on which the statement's own text begins, after blanks and comments. */
    public int firstLine() {
        return line(PolicyScanner.begin(text));
    }

    private int line(int offset) {
        int end = Math.min(file.text().length(), start + Math.clamp(offset, 0, text.length()));
        return 1
                + (int) file.text()
                        .substring(0, end)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
