package dev.airlock.setup.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpansTest {
    @ParameterizedTest
    @CsvSource({
        "1min, PT1M",
        "1min 30s, PT1M30S",
        "2h 3min 4.500s, PT2H3M4S",
        "500ms, PT0.5S",
        "0, PT0S",
        "infinity, P1D",
        "1y 2month, P1D"
    })
    void what_systemd_prints_is_read(String text, Duration read) {
        assertThat(TimeSpans.read(text)).contains(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1", "1 min", "-1s", "99999999999s"})
    void what_is_no_duration_is_none(String text) {
        assertThat(TimeSpans.read(text)).isEmpty();
    }

    @Test
    void nothing_is_longer_than_infinity() {
        assertThat(TimeSpans.read("999999999y")).contains(TimeSpans.INFINITY);
    }
}
