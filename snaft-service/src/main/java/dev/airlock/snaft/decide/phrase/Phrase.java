package dev.airlock.snaft.decide.phrase;

import java.util.List;

/**
 * Something that is not to be said: one word of each group, in the groups' order, close to one another. Words are matched in evened
 * text ({@link Evened}): small letters, single blanks. One that begins with a letter or digit begins a word of the text; where it
 * ends is open, so {@code instruction} is also found in {@code instructions}.
 *
 * @param words the groups; one word of each must be there
 * @param within how many characters may lie between a word and the next; 0 to 200
 * @param why what this means, in one sentence; it goes into the refusal
 */
public record Phrase(List<List<String>> words, int within, String why) {
    private static final int WITHIN_MAX = 200;

    /** @throws IllegalArgumentException for an empty group, a word that evened text cannot hold, or a distance out of range */
    public Phrase {
        words = words.stream().map(List::copyOf).toList();
        if (words.isEmpty() || words.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("the phrase '" + why + "' has an empty group of words");
        }
        if (within < 0 || within > WITHIN_MAX) {
            throw new IllegalArgumentException(
                    "the phrase '" + why + "' has within=" + within + "; it must be 0 to " + WITHIN_MAX);
        }
        for (List<String> group : words) {
            for (String word : group) {
                // A text may go on before the word, so a blank may be its first character.
                String evened = Evened.of("#" + word).text().substring(1);
                if (word.isBlank() || !evened.equals(word) || word.chars().anyMatch(c -> c >= 0x80)) {
                    throw new IllegalArgumentException("the phrase '" + why + "' has the word '" + word
                            + "', which never stands in evened text; write '" + evened + "'");
                }
            }
        }
        if (why.isBlank()) {
            throw new IllegalArgumentException("the phrase " + words + " does not say why");
        }
    }
}
