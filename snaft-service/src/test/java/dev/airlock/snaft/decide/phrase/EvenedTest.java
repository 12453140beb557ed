package dev.airlock.snaft.decide.phrase;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvenedTest {
    @ParameterizedTest
    @CsvSource({
        "IGNORE All, ignore all, false",
        "'a \t\n\r  b', a b, false",
        "\u0456gn\u043Ere, ignore, true",
        "i\u200Bg\u2060n\u00ADore, ignore, true",
        "\uFF49\uFF47\uFF4E\uFF4F\uFF52\uFF45, ignore, true",
        "ign\u00F6re, ignore, true",
        "a\u00A0b, a b, true",
        "\uD83D\uDE00 x, \uD83D\uDE00 x, false"
    })
    void what_the_eye_does_not_see_is_taken_out(String text, String evened, boolean disguised) {
        assertThat(Evened.of(text)).isEqualTo(new Evened(evened, disguised));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'ig' + 'nore'|'ignore'",
                "\"ig\"+\"nore\"|\"ignore\"",
                "r''m|rm",
                "'a' + \"b\"|'a' + \"b\"",
                "1 + 2|1 + 2",
                "+ 'a'|+ 'a'"
            })
    void strings_put_together_from_pieces_become_one(String text, String evened) {
        assertThat(Evened.of(text).text()).isEqualTo(evened);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i g n o r e  t h i s|ignore this",
                "i.g.n.o.r.e|ignore",
                "so i-g-n-o-r-e it|ignore",
                "a b c d|",
                "for i in x|",
                "abc def|",
                "|"
            })
    void letters_that_stand_alone_are_gathered(String text, String gathered) {
        assertThat(Evened.gathered(text == null ? "" : text).strip()).isEqualTo(gathered == null ? "" : gathered);
    }

    @Test
    void evening_twice_changes_nothing_more() {
        String once = Evened.of("Ign\u043Ere  'a' + 'b' \u200B THIS").text();
        assertThat(Evened.of(once).text()).isEqualTo(once);
    }
}
