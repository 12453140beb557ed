package dev.airlock.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds that every record of the road shares, each from both sides. */
class CheckTest {
    private static final String DIGITS = "0123456789abcdef".repeat(4);
    private static final String HASH = "sha256:" + DIGITS;

    @ParameterizedTest
    @ValueSource(strings = {"a", "!", "~", "session-7", "jis:airlock:executor", "../x"})
    void an_id_is_visible_ascii(String id) {
        assertThat(Check.id("session", id)).isEqualTo(id);
    }

    static Stream<String> noIds() {
        return Stream.of("", " ", "a b", "a\tb", "a\nb", "a\u0000", "\u007f", "é", "\ud83d\ude00", "a".repeat(129));
    }

    @ParameterizedTest
    @MethodSource("noIds")
    void anything_else_is_no_id(String id) {
        assertThatThrownBy(() -> Check.id("session", id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("session ");
    }

    @Test
    void an_id_has_at_most_128_characters() {
        assertThat(Check.id("session", "a".repeat(128))).hasSize(128);
    }

    static Stream<String> noHashes() {
        return Stream.of(
                "",
                "sha256:",
                "SHA256:" + DIGITS,
                "sha256:" + DIGITS.replace('a', 'A'),
                "sha256:" + DIGITS.replace('f', 'F'),
                "sha256:" + DIGITS.replace('f', 'g'),
                "sha256:" + DIGITS.replace('0', '/'),
                "sha256:" + DIGITS.replace('9', ':'),
                HASH.substring(0, 70),
                HASH + "0",
                "sha512" + HASH.substring(6),
                " " + HASH.substring(1),
                "sha256:" + DIGITS.replace('0', '\u0660'));
    }

    @ParameterizedTest
    @MethodSource("noHashes")
    void a_hash_is_exactly_sha256_in_lower_case(String hash) {
        assertThat(Check.sha256("payload_hash", HASH)).isEqualTo(HASH);
        assertThatThrownBy(() -> Check.sha256("payload_hash", hash))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("payload_hash must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000-01-01T00:00:00Z", "2026-05-29T14:00:00Z", "9999-12-31T23:59:59.999999Z"})
    void a_time_is_one_that_a_token_can_say(String time) {
        assertThatCode(() -> Check.time("created_at", Instant.parse(time))).doesNotThrowAnyException();
    }

    static Stream<Instant> noTimes() {
        return Stream.of(
                Instant.EPOCH,
                Instant.parse("1999-12-31T23:59:59.999999999Z"),
                Instant.parse("+10000-01-01T00:00:00Z"),
                Instant.MIN,
                Instant.MAX);
    }

    @ParameterizedTest
    @MethodSource("noTimes")
    void times_at_which_arithmetic_ends_are_refused(Instant time) {
        assertThatThrownBy(() -> Check.time("created_at", time)).hasMessageStartingWith("created_at must lie");
    }

    @Test
    void a_range_holds_both_its_ends() {
        Check.range("sequence", 0, 0, Long.MAX_VALUE);
        Check.range("sequence", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        assertThatThrownBy(() -> Check.range("sequence", -1, 0, Long.MAX_VALUE)).hasMessageContaining("sequence is -1");
        assertThatThrownBy(() -> Check.range("slots", 5, 1, 4)).hasMessage("slots is 5; it must be 1 to 4");
    }

    @Test
    void a_letter_of_any_record_can_be_made() {
        var letter = new DeadLetter(
                "airlock.intents.v1",
                0,
                0,
                Bytes.of(new byte[100_000]),
                Bytes.of(new byte[4 << 20]),
                "\u0000".repeat(10_000),
                "SNAFT",
                Instant.parse("2026-05-29T14:00:00Z"));
        assertThat(letter.key().size()).isEqualTo(64 << 10);
        assertThat(letter.value().size()).isEqualTo(3 << 20);
        assertThat(letter.reason()).hasSize(4096);
    }
}
