package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong use of the commands with roads of their own: told before any process is started. */
class ScaleUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scale drill --backend nothing   | --backend is one of any, microvm, simulation, container; not nothing",
                "scale drill --blow pat          | --blow is one of halt, kill; not pat",
                "scale drill --rate 0            | --rate is 0.0",
                "scale drill --rate NaN          | --rate is NaN",
                "scale soak --slots 0            | --slots is 0",
                "scale soak --time long          | --time is a number and ms, s, m or h",
                "scale simulate --partitions 0   | --partitions and --fronts are 1 and more",
                "scale simulate --wait soon      | --wait is a number and ms, s, m or h",
                "scale                           | airlock scale simulate"
            })
    void wrong_use_is_told_with_what_would_be_right(String line, String told) {
        Said said = Said.by(line.split(" +", -1));
        assertThat(said.exit()).describedAs(said.err()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains(told);
        assertThat(said.out()).isEmpty();
    }
}
