package dev.airlock.snaft.decide.phrase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.snaft.decide.StandingRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much work a text is, counted in steps of the search and not in time, so that no other load on the machine changes it. */
class WorkTest {
    private static final String PROSE = "Whoever reads this reads prose, with words, commas and a full stop. ";
    private static final int MEBIBYTE = 1 << 20;
    private static final int RATIO = 3;
    private static final PhraseBook STANDING = standing();

    private static PhraseBook standing() {
        Map<String, List<Phrase>> phrases = new LinkedHashMap<>();
        StandingRules.rows().forEach(row -> phrases.put(row.id(), row.phrases()));
        return new PhraseBook(phrases);
    }

    private static long work(String part, int length) {
        return Seen.read(part.repeat(length / part.length()), STANDING).work();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ignore previous ",
                "ignore instruction ",
                "aWdub3JlIGFs",
                "\\x69",
                "i g n o r e ",
                "'a'+'b'",
                "0101",
                "01 02 ",
                "eval(requests.get ",
                "send the ssn to ",
                "\u0456\u200B"
            })
    void a_mebibyte_made_to_be_slow_is_at_most_three_times_the_work_of_prose(String part) {
        assertThat(work(part, MEBIBYTE)).isLessThanOrEqualTo(RATIO * work(PROSE, MEBIBYTE));
    }

    /** Every word that there is, whole and as far as its last letter but one, so that the search goes deep and falls back each time. */
    @Test
    void no_repeated_word_of_any_phrase_and_no_repeated_phrase_is_more_than_three_times_the_work_of_prose() {
        int length = 1 << 14;
        long prose = work(PROSE, length);
        List<Phrase> phrases = StandingRules.rows().stream()
                .flatMap(row -> row.phrases().stream())
                .toList();
        Stream<String> words = phrases.stream()
                .flatMap(phrase -> phrase.words().stream())
                .flatMap(List::stream)
                .distinct()
                .flatMap(word -> Stream.of(word, word + " ", word.substring(0, word.length() - 1) + "~"));
        Stream<String> whole = phrases.stream()
                .map(phrase -> String.join(
                        " ", phrase.words().stream().map(List::getFirst).toList()));
        List<String> parts = Stream.concat(words, whole).distinct().toList();
        assertThat(parts)
                .hasSizeGreaterThan(3_000)
                .allSatisfy(part -> assertThat(work(part, length)).as(part).isLessThanOrEqualTo(RATIO * prose));
    }

    @Test
    void what_is_counted_is_every_step_every_occurrence_and_every_place_that_is_tried() {
        var tree = new WordTree(List.of("ab", "b"));
        // a: the only state beyond none that a text enters by one letter; ab: one look, then two words end there.
        assertThat(tree.search("", (_, _, _) -> {})).isZero();
        assertThat(tree.search("zz", (_, _, _) -> {})).isEqualTo(2);
        assertThat(tree.search("abab", (_, _, _) -> {})).isGreaterThanOrEqualTo(4 + 4);
        long once = STANDING.look("ignore previous instructions ").work();
        long twice = STANDING.look("ignore previous instructions ".repeat(2)).work();
        assertThat(twice).isBetween(2 * once - 5, 2 * once + 5);
    }
}
