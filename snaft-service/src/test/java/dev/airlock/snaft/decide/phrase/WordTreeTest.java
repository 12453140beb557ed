package dev.airlock.snaft.decide.phrase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordTreeTest {
    private static final long SEED = 1975;

    private record Place(int word, int start, int end) {}

    private static List<Place> found(List<String> words, String text) {
        List<Place> places = new ArrayList<>();
        new WordTree(words).search(text, (word, start, end) -> places.add(new Place(word, start, end)));
        return places;
    }

    /** What the tree promises, by looking everywhere. */
    private static List<Place> expected(List<String> words, String text) {
        List<Place> places = new ArrayList<>();
        for (int end = 1; end <= text.length(); end++) {
            for (int length = end; length > 0; length--) {
                for (int word = 0; word < words.size(); word++) {
                    if (words.get(word).equals(text.substring(end - length, end))) {
                        places.add(new Place(word, end - length, end));
                    }
                }
            }
        }
        return places;
    }

    private static String text(Random random, String letters, int lengthMax) {
        var text = new StringBuilder();
        for (int left = random.nextInt(lengthMax + 1); left > 0; left--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void every_occurrence_of_every_word_is_found_and_nothing_else() {
        var random = new Random(SEED);
        int found = 0;
        for (int round = 0; round < 3_000; round++) {
            List<String> words = new ArrayList<>();
            for (int left = random.nextInt(12); left >= 0; left--) {
                words.add("a" + text(random, "ab\u007f", 5));
                words.add("b" + text(random, "ab ", 2));
            }
            String text = text(random, "aaabbb \u007f\u0080\u0161\uffff", 40);
            List<Place> places = found(words, text);
            assertThat(places).as("%s in '%s' of seed %d", words, text, SEED).isEqualTo(expected(words, text));
            found += places.size();
        }
        assertThat(found).isGreaterThan(10_000);
    }

    @Test
    void a_character_whose_low_bits_are_a_letters_is_not_that_letter() {
        assertThat(found(List.of("ab"), "a\u0162")).isEmpty();
        assertThat(found(List.of("ab"), "\u0161b")).isEmpty();
        assertThat(found(List.of("ab"), "xab")).containsExactly(new Place(0, 1, 3));
    }

    @Test
    void no_words_are_found_nowhere() {
        assertThat(found(List.of(), "any text")).isEmpty();
    }
}
