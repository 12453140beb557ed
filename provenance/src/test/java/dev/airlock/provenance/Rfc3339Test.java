package dev.airlock.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Rfc3339Test {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Test
    void the_digits_are_those_of_the_format_at_any_time_that_a_token_may_have() {
        long first = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        var random = new Random(20_261_129);
        for (int i = 0; i < 20_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(first, last + 1), random.nextInt(1_000_000_000));
            assertThat(Rfc3339.write(time)).isEqualTo(FORMAT.format(time));
            assertThat(Rfc3339.read(Rfc3339.write(time)).getEpochSecond()).isEqualTo(time.getEpochSecond());
        }
        assertThat(Rfc3339.write(Instant.parse("2024-02-29T23:59:59.000001999Z")))
                .isEqualTo("2024-02-29T23:59:59.000001Z");
    }

    @Test
    void a_year_of_more_or_fewer_digits_is_never_written_as_one_of_four() {
        for (String far : new String[] {"-0001-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "+123456-07-08T09:10:11Z"}) {
            Instant time = Instant.parse(far);
            assertThat(Rfc3339.write(time)).isEqualTo(FORMAT.format(time));
        }
        assertThatThrownBy(() -> Rfc3339.read("+1000000000-01-01T00:00:00.000000Z"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
