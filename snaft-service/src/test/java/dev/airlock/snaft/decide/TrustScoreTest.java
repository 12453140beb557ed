package dev.airlock.snaft.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.snaft.decide.TrustScore.State;
import dev.airlock.snaft.model.Deed.Kind;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the states: deeds from nothing known on, and where they lead. B blocked, U unrouted, W well, ! warned, R reinstated. */
class TrustScoreTest {
    @ParameterizedTest
    @CsvSource({
        "'', 50, UNKNOWN",
        "W, 63, DEGRADED",
        "WWWWWWWWWWWW, 76, DEGRADED",
        "WWWWWWWWWWWWWWWWWWW, 84, FULL",
        "!, 49, DEGRADED",
        "U, 47, DEGRADED",
        "B, 44, DEGRADED",
        "BB, 39, DEGRADED",
        "BBB, 28, DEGRADED",
        "BBBB, 19, ISOLATED",
        "BBWBB, 42, DEGRADED",
        "BBBBWWWWWWWWWWWWWWWWWWWWWWWWWW, 19, ISOLATED",
        "BBBBR, 50, DEGRADED",
        "BBBBRW, 63, DEGRADED",
        "BBBBRBBBB, 19, ISOLATED",
        "BBR, 50, DEGRADED",
        "WR, 63, DEGRADED",
        "R, 50, UNKNOWN"
    })
    void deeds_lead_to_states_as_the_table_says(String deeds, int percent, State state) {
        TrustScore score = after(deeds);
        assertThat(score.state()).isEqualTo(state);
        assertThat(score.percent()).isEqualTo(percent);
    }

    @Test
    void the_first_penalties_are_those_of_the_page() {
        assertThat(after("B").integrity()).isEqualTo(5000 - 1000);
        assertThat(after("U").integrity()).isEqualTo(5000 - 500);
        assertThat(after("BBB").anomaly() - after("BB").anomaly())
                .as("the third in a row escalates")
                .isEqualTo(2500);
    }

    @Test
    void what_is_burned_stays_burned() {
        TrustScore burned = TrustScore.BURNED;
        for (Kind kind : Kind.values()) {
            burned = burned.after(kind);
        }
        assertThat(burned.reinstated().state()).isEqualTo(State.BURNED);
        assertThat(burned.percent()).isZero();
    }

    @Test
    void less_than_20_per_cent_are_exactly_the_isolated_and_the_burned_whatever_was_done() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1337);
        for (int i = 0; i < 2_000; i++) {
            TrustScore score = TrustScore.UNKNOWN;
            int deeds = random.nextInt(60);
            for (int deed = 0; deed < deeds; deed++) {
                score = score.after(List.of(Kind.values()).get(random.nextInt(4)));
            }
            int percent = score.percentAfter(Duration.ofHours(random.nextInt(50)));
            assertThat(percent).as("seed 1337, %s", score).isBetween(0, 100);
            assertThat(percent < 20).as("seed 1337, %s", score).isEqualTo(score.state() == State.ISOLATED);
        }
    }

    @Test
    void what_is_long_ago_counts_as_if_nothing_were_known_and_never_as_less() {
        TrustScore good = after("WWWWWWWWWWWWWWWWWWWW");
        assertThat(good.percentAfter(Duration.ofHours(1))).isLessThan(good.percent());
        assertThat(good.percentAfter(Duration.ofHours(11))).isEqualTo(good.percentAfter(Duration.ofDays(100)));
        assertThat(good.percentAfter(Duration.ofDays(100))).isGreaterThanOrEqualTo(50);
        assertThat(good.percentAfter(Duration.ofHours(-5))).isEqualTo(good.percent());
        TrustScore isolated = after("BBBB");
        assertThat(isolated.percentAfter(Duration.ofDays(100))).isLessThan(20);
    }

    private static TrustScore after(String deeds) {
        TrustScore score = TrustScore.UNKNOWN;
        for (int deed : deeds.chars().toArray()) {
            score = switch (deed) {
                case 'B' -> score.after(Kind.BLOCKED);
                case 'U' -> score.after(Kind.UNROUTED);
                case 'W' -> score.after(Kind.WELL);
                case '!' -> score.after(Kind.WARNED);
                case 'R' -> score.reinstated();
                default -> throw new IllegalArgumentException(deeds);
            };
        }
        return score;
    }
}
