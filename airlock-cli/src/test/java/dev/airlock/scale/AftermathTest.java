package dev.airlock.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.fleet.Sighting;
import dev.airlock.provenance.token.TokenType;
import dev.airlock.scale.Aftermath.Moments;
import dev.airlock.schemas.model.IntentKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read from the ways of intents, on ways that were made up: one a second on each of four partitions; the first is the victim's. */
class AftermathTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PARTITIONS = 4;
    private static final String VICTIM = "victim";
    private static final String OTHER = "other";
    private static final Moments HALTED = new Moments(20 * SECOND, 40 * SECOND, 40 * SECOND);
    private static final Moments KILLED = new Moments(20 * SECOND, 40 * SECOND, Long.MAX_VALUE);

    private final List<Trip> trips = new ArrayList<>();

    private void trip(double sent, double seconds, int partition, String actor) {
        long at = (long) (sent * SECOND);
        trips.add(new Trip(
                new IntentKey("s", "i" + trips.size()),
                at,
                new Sighting(at + (long) (seconds * SECOND), partition, TokenType.SAFE_EXECUTION, actor)));
    }

    /** A minute of use. */
    private AftermathTest minute(Way way) {
        for (int second = 0; second < 60; second++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                way.of(second + 0.5, partition);
            }
        }
        return this;
    }

    private interface Way {
        void of(double sent, int partition);
    }

    /** Until {@code over} the victim's partition waits for {@code other}; elsewhere nothing happens. */
    private void takenOver(double sent, int partition) {
        boolean away = sent > 20 && sent < 40;
        boolean waits = away && sent < 24 && partition == 0;
        trip(sent, waits ? 24.5 - sent : 0.3, partition, partition == 0 && sent < 20 ? VICTIM : OTHER);
    }

    private Aftermath aftermath(Moments moments) {
        return Aftermath.of(trips, moments, VICTIM);
    }

    @Test
    void others_that_take_over_within_seconds_hold() {
        Aftermath found = minute(this::takenOver).aftermath(HALTED);
        assertThat(found.recovery()).isBetween(4.4, 4.6);
        assertThat(found.sealed()).isEqualTo(20);
        assertThat(found.orphans()).isBetween(3.9, 4.1);
        assertThat(found.bystanders()).isBetween(0.29, 0.31);
        assertThat(found.again()).isZero();
        assertThat(found.throughput()).isBetween(0.9, 1.1);
        assertThat(found.holds()).isTrue();
    }

    @Test
    void a_blow_that_did_not_fall_is_found() {
        Aftermath found = minute((sent, partition) -> trip(sent, 0.3, partition, partition == 0 ? VICTIM : OTHER))
                .aftermath(HALTED);
        assertThat(found.ghosts()).isEqualTo(20);
        assertThat(found.struck()).isFalse();
        assertThat(found.holds()).isFalse();
    }

    @Test
    void a_victim_without_work_proves_nothing() {
        assertThat(minute((sent, partition) -> trip(sent, 0.3, partition, OTHER))
                        .aftermath(HALTED)
                        .holds())
                .isFalse();
    }

    @Test
    void others_that_take_over_too_late_do_not_hold() {
        Aftermath found = minute((sent, partition) -> trip(
                        sent,
                        sent > 20 && sent < 31 && partition == 0 ? 31 - sent : 0.3,
                        partition,
                        partition == 0 && sent < 20 ? VICTIM : OTHER))
                .aftermath(HALTED);
        assertThat(found.recovery()).isBetween(10.9, 11.1);
        assertThat(found.holds()).isFalse();
    }

    @Test
    void sessions_of_others_that_are_held_up_are_found() {
        minute(this::takenOver);
        trip(21, 5.5, 3, OTHER);
        assertThat(aftermath(HALTED).bystanders()).isBetween(5.4, 5.6);
        assertThat(aftermath(HALTED).holds()).isFalse();
    }

    @Test
    void one_that_is_resumed_and_stalls_the_road_is_found() {
        minute(this::takenOver);
        trip(41, 12, 0, OTHER);
        assertThat(aftermath(HALTED).again()).isBetween(12.9, 13.1);
        assertThat(aftermath(HALTED).holds()).isFalse();
    }

    @Test
    void one_that_was_killed_and_seals_later_is_found() {
        minute(this::takenOver);
        trip(50, 0.3, 0, VICTIM);
        assertThat(aftermath(KILLED).ghosts()).isEqualTo(1);
        assertThat(aftermath(KILLED).holds()).isFalse();
        assertThat(aftermath(HALTED).ghosts()).isZero();
    }

    @Test
    void tokens_that_stop_coming_are_found() {
        minute((sent, partition) -> {
            if (sent < 25 || sent > 39) {
                takenOver(sent, partition);
            } else {
                trip(sent, 60, partition, OTHER);
            }
        });
        assertThat(aftermath(HALTED).throughput()).isLessThan(0.9);
        assertThat(aftermath(HALTED).holds()).isFalse();
    }
}
