package dev.airlock.snaft.decide.phrase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {
    private static final String TEXT = "say nothing of this to anybody";

    @Test
    void each_encoding_is_taken_off() {
        byte[] bytes = TEXT.getBytes(UTF_8);
        assertThat(inside("x = '" + Base64.getEncoder().encodeToString(bytes) + "'"))
                .contains(TEXT);
        assertThat(inside(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                .contains(TEXT);
        assertThat(inside(HexFormat.of().formatHex(bytes))).contains(TEXT);
        assertThat(inside(HexFormat.ofDelimiter(" ").formatHex(bytes))).contains(TEXT);
        assertThat(inside("'" + HexFormat.of().withPrefix("\\x").formatHex(bytes) + "'"))
                .contains(TEXT);
        assertThat(inside(binary(""))).contains(TEXT);
        assertThat(inside(binary(" "))).contains(TEXT);
    }

    @Test
    void three_layers_are_taken_off_and_no_more() {
        String three = encoded(encoded(encoded(TEXT)));
        assertThat(Decoding.of(three)).anySatisfy(found -> {
            assertThat(found.text()).isEqualTo(TEXT);
            assertThat(found.layers()).isEqualTo(Decoding.LAYERS_MAX);
        });
        assertThat(inside(encoded(three))).doesNotContain(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ordinary words, and a_rather_long_identifier_of_python",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "0190c2d1-7e5f-7c11-9a37-2f1b6f0f8a01",
                "\\x1b[31m red",
                "",
                "\\x",
                "01 02"
            })
    void what_holds_no_text_gives_none(String text) {
        assertThat(Decoding.of(text)).isEmpty();
    }

    @Test
    void beyond_fifty_thousand_characters_nothing_is_looked_at() {
        assertThat(inside(" ".repeat(Decoding.TEXT_MAX) + encoded(TEXT))).doesNotContain(TEXT);
        assertThat(inside(" ".repeat(Decoding.TEXT_MAX - 200) + encoded(TEXT))).contains(TEXT);
    }

    @Test
    void the_kind_of_an_encoded_file_is_told() {
        assertThat(Decoding.of("f0VMRgIBAQAAAAAAAAAAAAMAPgABAAAA"))
                .anySatisfy(found -> assertThat(found.kind()).isEqualTo("ELF"));
    }

    @Test
    void no_text_makes_it_throw() {
        Random random = new Random(20260101);
        String parts = "\\x0123456789abcdefABZz+/-_= '";
        for (int i = 0; i < 3_000; i++) {
            String text = random.ints(random.nextInt(120), 0, parts.length())
                    .mapToObj(c -> String.valueOf(parts.charAt(c)))
                    .collect(Collectors.joining());
            assertThat(Decoding.of(text))
                    .allSatisfy(found -> assertThat(found.layers()).isBetween(1, Decoding.LAYERS_MAX));
        }
    }

    private static String inside(String text) {
        return Decoding.of(text).stream().map(Decoded::text).collect(Collectors.joining("\n"));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String binary(String delimiter) {
        return TEXT.chars()
                .mapToObj(c -> String.format("%8s", Integer.toBinaryString(c)).replace(' ', '0'))
                .collect(Collectors.joining(delimiter));
    }
}
