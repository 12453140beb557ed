package dev.airlock.snaft.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
    private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, true",
        "PT-10M, true",
        "PT-10M-0.000001S, false",
        "PT-720H, false",
        "PT60S, true",
        "PT60.000001S, false",
        "PT8760H, false"
    })
    void an_intent_is_good_up_to_ten_minutes_after_and_one_before_it_was_made(Duration made, boolean good) {
        assertThat(Freshness.STANDARD.refusal(RECEIVED.plus(made), RECEIVED).isEmpty())
                .isEqualTo(good);
    }

    @Test
    void a_refusal_names_the_time_the_bound_and_the_fix() {
        Refusal stale = Freshness.STANDARD
                .refusal(RECEIVED.minusSeconds(3_600), RECEIVED)
                .orElseThrow();
        assertThat(stale.kind()).isEqualTo(RefusalKind.IDENTITY);
        assertThat(stale.rule()).isEqualTo("freshness");
        assertThat(stale.text())
                .isEqualTo("created_at 2025-12-31T23:00:00Z is PT1H before it was received at 2026-01-01T00:00:00Z,"
                        + " at most PT10M is good; sign a new intent");
        assertThat(Freshness.STANDARD
                        .refusal(RECEIVED.plusSeconds(120), RECEIVED)
                        .orElseThrow()
                        .text())
                .contains("PT2M after it was received", "at most PT1M", "set the caller's clock");
    }

    @ParameterizedTest
    @CsvSource({"2000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void no_time_at_all_passes_by_overflow(Instant createdAt) {
        assertThat(Freshness.STANDARD.refusal(createdAt, RECEIVED)).isPresent();
    }

    @Test
    void a_copy_is_stale_before_the_gateway_forgets_the_first() {
        Duration window = Freshness.STANDARD.ageMax().plus(Freshness.STANDARD.aheadMax());
        assertThat(Topic.ADMITTED.retention().age().orElseThrow()).isGreaterThan(window.multipliedBy(2));
    }

    @Test
    void a_window_that_lets_nothing_in_is_refused() {
        assertThatThrownBy(() -> new Freshness(Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S back");
        assertThatThrownBy(() -> new Freshness(Duration.ofMinutes(1), Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
