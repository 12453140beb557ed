package dev.airlock.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's text in our records, tokens and terminals. */
class LineTest {
    private static final int TEXTS = 20_000;

    /** A text of everything that hurts: line ends, escapes, halves of pairs, pairs, blanks. */
    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append((char) (0x7f + random.nextInt(0x21)));
                case 2 -> text.append((char) (0xd800 + random.nextInt(0x800)));
                case 3 -> text.appendCodePoint(0x10000 + random.nextInt(0x1000));
                case 4 -> text.append(' ');
                default -> text.append((char) random.nextInt(0xd800));
            }
        }
        return text.toString();
    }

    @Test
    void whatever_comes_in_one_printable_line_of_at_most_that_length_comes_out() {
        long seed = System.nanoTime();
        System.out.println("LineTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < TEXTS; i++) {
            int most = 1 + random.nextInt(50);
            String line = Line.fit(hostile(random), most);
            assertThat(line).isNotBlank();
            assertThat(line.length()).isLessThanOrEqualTo(most);
            assertThat(line.codePoints().allMatch(Line::isPrintable))
                    .as("%s", line)
                    .isTrue();
            assertThat(Line.fit(line, most)).isEqualTo(line);
            assertThat(Check.printable("line", line, most)).isEqualTo(line);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "deny_external_ai_inbound ON", "naïve café", "𝄞 music", "日本語"})
    void what_is_fit_already_stays_as_it_is(String text) {
        assertThat(Line.fit(text, 100)).isEqualTo(text);
    }

    @Test
    void no_character_is_split_where_a_text_is_cut() {
        assertThat(Line.fit("ab𝄞c", 3)).isEqualTo("ab");
        assertThat(Line.fit("ab𝄞c", 4)).isEqualTo("ab𝄞");
        assertThat(Line.fit("𝄞", 1)).isEqualTo("-");
    }

    @Test
    void what_would_begin_a_line_or_an_escape_of_its_own_is_replaced() {
        assertThat(Line.fit("a\nlevel=ERROR forged\r\u001b[2J\u0085\ud800", 100))
                .isEqualTo("a\ufffdlevel=ERROR forged\ufffd\ufffd[2J\ufffd\ufffd");
        assertThat(Line.fit(" \t ", 10)).isEqualTo(" \ufffd ");
        assertThat(Line.fit("   ", 10)).isEqualTo("-");
        assertThat(Line.fit("", 10)).isEqualTo("-");
    }
}
