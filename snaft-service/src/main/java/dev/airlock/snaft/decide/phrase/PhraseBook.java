package dev.airlock.snaft.decide.phrase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The phrases of all rules, looked for together. One pass per text; at each word that is found, as many steps as there are places
 * in phrases where it may stand. Immutable, for any thread.
 */
public final class PhraseBook {
    private static final int NEVER = Integer.MIN_VALUE / 2;

    private final List<String> rules = new ArrayList<>();
    private final List<Phrase> phrases = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<Place[]> places;
    private final WordTree tree;
    private final int slots;

    /** Where a word may stand: in which phrase, and in which of all groups of all phrases. */
    private record Place(int phrase, int slot, boolean first, boolean last) {}

    /** @param phrases by the rule's id, in the order in which rules are asked */
    public PhraseBook(Map<String, List<Phrase>> phrases) {
        Map<String, Integer> numbers = new HashMap<>();
        List<List<Place>> standing = new ArrayList<>();
        int slot = 0;
        for (Map.Entry<String, List<Phrase>> rule : phrases.entrySet()) {
            for (Phrase phrase : rule.getValue()) {
                for (int group = 0; group < phrase.words().size(); group++, slot++) {
                    Place place = new Place(
                            this.phrases.size(),
                            slot,
                            group == 0,
                            group == phrase.words().size() - 1);
                    for (String word : phrase.words().get(group)) {
                        int number = numbers.computeIfAbsent(word, _ -> {
                            words.add(word);
                            standing.add(new ArrayList<>());
                            return words.size() - 1;
                        });
                        standing.get(number).add(place);
                    }
                }
                rules.add(rule.getKey());
                this.phrases.add(phrase);
            }
        }
        this.slots = slot;
        // A word that may stand in two groups of a phrase is asked for the later one first, so that it does not follow
        // itself.
        this.places = standing.stream()
                .map(all -> all.reversed().toArray(Place[]::new))
                .toList();
        this.tree = new WordTree(words);
    }

    /** What is said in an evened text: by the rule's id, why, and the word that ended the first phrase. */
    public Map<String, String> seen(String evened) {
        return look(evened).seen();
    }

    /**
     * What was seen, and the work that it took.
     *
     * @param work the steps of the search, and the places in phrases at which its words were tried
     */
    record Look(Map<String, String> seen, long work) {}

    Look look(String evened) {
        int[] last = new int[slots];
        Arrays.fill(last, NEVER);
        Map<String, String> seen = new LinkedHashMap<>();
        long[] tried = {0};
        long steps = tree.search(evened, (word, start, end) -> {
            if (start > 0 && isWord(evened.charAt(start)) && isWord(evened.charAt(start - 1))) {
                return;
            }
            Place[] all = places.get(word);
            tried[0] += all.length;
            for (Place place : all) {
                boolean follows = place.first()
                        || (last[place.slot() - 1] <= start
                                && start - last[place.slot() - 1]
                                        <= phrases.get(place.phrase()).within());
                if (follows) {
                    last[place.slot()] = end;
                    if (place.last()) {
                        seen.putIfAbsent(
                                rules.get(place.phrase()),
                                phrases.get(place.phrase()).why() + " ('"
                                        + words.get(word).strip() + "')");
                    }
                }
            }
        });
        return new Look(seen, steps + tried[0]);
    }

    /** Every phrase, as text, in order. */
    public String written() {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < phrases.size(); i++) {
            written.append(rules.get(i)).append(' ').append(phrases.get(i)).append('\n');
        }
        return written.toString();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
