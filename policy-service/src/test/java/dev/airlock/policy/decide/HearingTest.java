package dev.airlock.policy.decide;

import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standing;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HearingTest {
    private static final Verdict HELD = verdict("m", RuntimeMode.EMBEDDED_ONLINE, START);
    private static final Standing STANDING = Standing.none().replay(Source.RUNTIME, HELD);

    @ParameterizedTest
    @CsvSource({
        "0,  n, true",
        "0,  m, false",
        "0,  l, false",
        "1,  a, true",
        "-1, z, false",
    })
    void a_verdict_counts_if_it_is_newer_by_time_and_then_by_id(int seconds, String id, boolean counts) {
        Verdict next = verdict(id, RuntimeMode.OFFLINE, START.plusSeconds(seconds));
        Hearing hearing = Hearing.of(STANDING, Source.RUNTIME, next, START);
        assertThat(hearing instanceof Hearing.Counts).isEqualTo(counts);
        assertThat(hearing instanceof Hearing.Older).isEqualTo(!counts);
    }

    @Test
    void an_older_verdict_of_another_source_counts() {
        Verdict older = verdict("a", RuntimeMode.OFFLINE, START.minusSeconds(9));
        assertThat(Hearing.of(STANDING, Source.OPERATOR, older, START))
                .isEqualTo(new Hearing.Counts(STANDING.replay(Source.OPERATOR, older)));
    }

    @Test
    void a_verdict_more_than_a_minute_ahead_of_the_broker_is_refused() {
        assertThat(hearing(START.plusSeconds(60))).isInstanceOf(Hearing.Counts.class);
        assertThat(hearing(START.plusSeconds(60).plusNanos(1000)))
                .isInstanceOfSatisfying(Hearing.Refused.class, refused -> assertThat(refused.reason())
                        .contains("60 s ahead", "clock"));
    }

    private static Hearing hearing(Instant timestamp) {
        return Hearing.of(STANDING, Source.RUNTIME, verdict("n", RuntimeMode.OFFLINE, timestamp), START);
    }
}
