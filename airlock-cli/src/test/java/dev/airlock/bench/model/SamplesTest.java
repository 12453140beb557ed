package dev.airlock.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SamplesTest {
    private static final Samples HUNDRED = Samples.of(
            IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList());

    @Test
    void a_percentile_is_the_smallest_sample_that_so_many_do_not_exceed() {
        assertThat(HUNDRED.percentile(50)).isEqualTo(50);
        assertThat(HUNDRED.percentile(99)).isEqualTo(99);
        assertThat(HUNDRED.percentile(1)).isEqualTo(1);
        assertThat(HUNDRED.percentile(99.5)).isEqualTo(100);
        assertThat(HUNDRED.percentile(100)).isEqualTo(100);
    }

    @Test
    void nothing_is_interpolated() {
        assertThat(Samples.of(List.of(1.0, 2.0)).percentile(50)).isEqualTo(1.0);
        assertThat(Samples.of(List.of(1.0, 2.0, 4.0)).percentile(50)).isEqualTo(2.0);
    }

    @Test
    void one_sample_is_every_percentile_of_itself() {
        Samples one = Samples.of(List.of(7.0));
        assertThat(one.percentile(1)).isEqualTo(7.0);
        assertThat(one.percentile(99)).isEqualTo(7.0);
        assertThat(one.count()).isEqualTo(1);
    }

    @Test
    void no_samples_are_refused_instead_of_being_zero() {
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(List.of()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_sample_that_is_no_number_is_refused(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(List.of(1.0, value)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100.1, Double.NaN})
    void a_percentile_that_does_not_exist_is_refused(double percent) {
        assertThatIllegalArgumentException().isThrownBy(() -> HUNDRED.percentile(percent));
    }
}
