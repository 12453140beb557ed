package dev.airlock.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.bench.model.Limit.Quantile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowTest {
    private static final Samples SAMPLES = Samples.of(List.of(1.0, 2.0, 3.0, 40.0));
    private static final Row TIME = Row.time("road", "ms", SAMPLES);
    private static final Row RATE = Row.rate("stream", "1/s", SAMPLES);

    @ParameterizedTest
    @CsvSource({"P50, 2, true", "P50, 1.99, false", "P99, 40, true", "P99, 39.9, false"})
    void a_time_holds_up_to_its_limit(Quantile of, double limit, boolean holds) {
        assertThat(TIME.limited(Limit.atMost(of, limit)).holds()).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"P50, 2, true", "P50, 2.01, false", "P99, 1, true", "P99, 1.01, false"})
    void a_rate_holds_down_to_its_limit(Quantile of, double limit, boolean holds) {
        assertThat(RATE.limited(Limit.atLeast(of, limit)).holds()).isEqualTo(holds);
    }

    @Test
    void a_row_without_a_limit_holds() {
        assertThat(TIME.holds()).isTrue();
        assertThat(TIME.limit()).isEmpty();
    }

    @Test
    void the_ratio_is_the_limited_figure_over_the_floor() {
        assertThat(TIME.over(4).ratio()).hasValue(0.5);
        assertThat(TIME.over(4).limited(Limit.atMost(Quantile.P99, 1)).ratio()).hasValue(10);
        assertThat(TIME.ratio()).isEmpty();
        assertThat(TIME.over(0).ratio()).isEmpty();
    }

    @Test
    void the_99th_percentile_of_a_rate_is_at_its_low_end() {
        assertThat(RATE.p99()).isEqualTo(1);
        assertThat(TIME.p99()).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void a_limit_that_judges_nothing_is_refused(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Limit.atMost(Quantile.P50, value));
    }
}
