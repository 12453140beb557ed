package dev.airlock.snaft.decide.phrase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhraseBookTest {
    private final PhraseBook book = new PhraseBook(
            Map.of("R", List.of(new Phrase(List.of(List.of("drop", "forget"), List.of("rule", "law")), 5, "why"))));

    @ParameterizedTest
    @ValueSource(strings = {"drop rule", "drop the rules", "so forget all law.", "drop drop rule", "(drop)(rule)"})
    void a_word_of_each_group_in_order_and_near_is_a_phrase(String text) {
        assertThat(book.seen(text)).containsOnlyKeys("R");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rule drop", "drop these rules", "backdrop rule", "drop ferrule", "drop", "", "drop_ misrule"})
    void words_out_of_order_far_apart_or_within_others_are_none(String text) {
        assertThat(book.seen(text)).isEmpty();
    }

    @Test
    void what_was_seen_names_the_reason_and_the_last_word() {
        assertThat(book.seen("drop law")).containsEntry("R", "why ('law')");
    }

    @Test
    void a_word_in_two_groups_does_not_follow_itself() {
        PhraseBook twice =
                new PhraseBook(Map.of("R", List.of(new Phrase(List.of(List.of("again"), List.of("again")), 9, "why"))));
        assertThat(twice.seen("again")).isEmpty();
        assertThat(twice.seen("again and again")).isNotEmpty();
    }

    @Test
    void words_that_are_endings_of_others_are_found_too() {
        PhraseBook nested = new PhraseBook(Map.of(
                "LONG", List.of(new Phrase(List.of(List.of("a/bin/sh")), 0, "why")),
                "SHORT", List.of(new Phrase(List.of(List.of("/sh")), 0, "why"))));
        assertThat(nested.seen("a/bin/sh")).containsOnlyKeys("LONG", "SHORT");
    }

    @ParameterizedTest
    @CsvSource({"Drop, 5", "a  b, 5", "\u0430, 5", "x, -1", "x, 201", "' ', 5"})
    void a_phrase_that_can_never_be_seen_is_refused(String word, int within) {
        assertThatThrownBy(() -> new Phrase(List.of(List.of(word)), within, "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'why'");
    }

    @Test
    void a_phrase_without_words_or_reason_is_refused() {
        assertThatThrownBy(() -> new Phrase(List.of(), 0, "why")).hasMessageContaining("empty group");
        assertThatThrownBy(() -> new Phrase(List.of(List.of()), 0, "why")).hasMessageContaining("empty group");
        assertThatThrownBy(() -> new Phrase(List.of(List.of("x")), 0, " ")).hasMessageContaining("does not say why");
    }
}
