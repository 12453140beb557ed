package dev.airlock.snaft.model;

import java.util.List;

/**
 * A phrase as an operator wrote it: one word of each group, in the groups' order, near one another.
 *
 * @param words the groups
 * @param within how many characters may lie between a word and the next; 0 to 200
 * @param why what this means, in one sentence
 * @param place where it stands in the file
 */
public record Phrasing(List<List<String>> words, int within, String why, Place place) {
    public Phrasing {
        words = words.stream().map(List::copyOf).toList();
    }
}
