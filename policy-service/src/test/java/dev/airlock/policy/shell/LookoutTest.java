package dev.airlock.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration MOST = Duration.ofSeconds(2);

    private final Lookout lookout = new Lookout(MOST, after(Duration.ZERO));

    private static Moment after(Duration time) {
        return new Moment(NOON.plus(time), time.toNanos());
    }

    @Test
    void who_has_not_looked_yet_has_a_grace_and_no_more() {
        assertThat(lookout.blindness(after(Lookout.GRACE.minusNanos(1)))).isEmpty();
        assertThat(lookout.blindness(after(Lookout.GRACE)))
                .hasValueSatisfying(why -> assertThat(why).contains("nobody has looked"));
    }

    @Test
    void a_look_counts_for_its_time_whatever_is_said_then() {
        Duration at = Duration.ofSeconds(20);
        lookout.seen(after(at));
        assertThat(lookout.blindness(after(at.plus(MOST).minusNanos(1)))).isEmpty();
        assertThat(lookout.blindness(after(at.plus(MOST))))
                .hasValueSatisfying(why -> assertThat(why).contains("does not answer"));
        lookout.unseen("tokens: the bus does not tell of them");
        assertThat(lookout.blindness(after(at.plus(MOST).minusNanos(1)))).isEmpty();
        assertThat(lookout.blindness(after(at.plus(MOST))))
                .hasValue("incidents cannot be seen: tokens: the bus does not tell of them");
        lookout.seen(after(Duration.ofSeconds(60)));
        assertThat(lookout.blindness(after(Duration.ofSeconds(60)))).isEmpty();
    }
}
