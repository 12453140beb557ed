package dev.airlock.schemas.posture;

import static dev.airlock.schemas.posture.Postures.START;
import static dev.airlock.schemas.posture.Postures.lease;
import static dev.airlock.schemas.posture.Postures.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostureViewTest {
    private static final long MILLI = 1_000_000;
    /** About to overflow, as nanoTime may be; parsed, so that it is no constant to the compiler. */
    private static final long NANOS = Long.parseLong("9223372036754000000");

    private final Posture posture = normal(7);
    private final PostureView open = PostureView.unknown().replay(posture).replay(lease(posture, START), NANOS);

    @Test
    void a_posture_with_a_lease_holds() {
        assertThat(open.current(START, NANOS)).isEqualTo(Effective.of(posture));
    }

    @Test
    void no_posture_yet_means_hard_quarantine_by_the_runtime() {
        Effective closed = PostureView.unknown().current(START, NANOS);
        assertThat(closed)
                .isEqualTo(new Effective(
                        PostureLevel.HARD_QUARANTINE,
                        Switches.of(PostureLevel.HARD_QUARANTINE),
                        Cause.RUNTIME,
                        RuntimeMode.OFFLINE,
                        ExternalInbound.DENY,
                        ExecutionPolicy.DENY,
                        "fail-closed",
                        "none",
                        "no posture is known yet",
                        false));
    }

    @Test
    void a_lease_without_its_posture_opens_nothing() {
        assertClosed(PostureView.unknown().replay(lease(posture, START), NANOS), "no posture is known yet");
    }

    @Test
    void a_posture_without_a_lease_is_closed() {
        assertClosed(PostureView.unknown().replay(posture), "posture posture-7 has no lease yet");
    }

    @Test
    void an_expired_lease_closes_by_the_time_since_its_arrival_even_if_the_wall_clock_stands_still() {
        assertThat(open.current(START, NANOS + 999 * MILLI).fresh()).isTrue();
        assertThat(open.current(START, NANOS + 1000 * MILLI).reason())
                .isEqualTo("the lease of posture posture-7 has expired");
    }

    @Test
    void a_late_lease_closes_by_the_wall_clock_and_the_skew() {
        assertThat(open.current(START.plusMillis(1249), NANOS).fresh()).isTrue();
        assertThat(open.current(START.plusMillis(1250), NANOS).fresh()).isFalse();
    }

    @Test
    void a_clock_behind_policys_by_more_than_the_skew_closes() {
        assertThat(open.current(START.minusMillis(250), NANOS).fresh()).isTrue();
        assertThat(open.current(START.minusMillis(251), NANOS).reason()).contains("from the future", "NTP");
    }

    @Test
    void a_clock_that_runs_backwards_far_closes_and_does_not_prolong() {
        assertThat(open.current(START.minus(Duration.ofHours(1)), NANOS).fresh())
                .isFalse();
    }

    @Test
    void a_lease_counts_five_seconds_at_most_whatever_it_says() {
        var long1 = new Lease(Posture.FLEET, "posture-7", 7, START, START.plus(Duration.ofDays(1)));
        PostureView view = PostureView.unknown().replay(posture).replay(long1, 0);
        assertThat(view.current(START, 4_999 * MILLI).fresh()).isTrue();
        assertThat(view.current(START, 5_000 * MILLI).fresh()).isFalse();
    }

    @Test
    void a_renewed_lease_holds_on() {
        Instant later = START.plusMillis(900);
        PostureView view = open.replay(lease(posture, later), NANOS + 900 * MILLI);
        assertThat(view.current(START.plusMillis(1800), NANOS + 1800 * MILLI).fresh())
                .isTrue();
    }

    @Test
    void a_lease_for_an_older_sequence_is_ignored() {
        assertThat(open.replay(lease(normal(6), START.plusSeconds(1)), NANOS)).isEqualTo(open);
    }

    @Test
    void a_new_posture_is_closed_until_it_has_its_own_lease() {
        PostureView view = open.replay(normal(8));
        assertClosed(view, "the lease is for posture posture-7 and not for posture-8");
        assertThat(view.replay(lease(normal(8), START), NANOS)
                        .current(START, NANOS)
                        .postureId())
                .isEqualTo("posture-8");
    }

    @Test
    void a_lease_for_a_newer_posture_closes_until_that_is_read() {
        PostureView view = open.replay(lease(normal(8), START), NANOS);
        assertThat(view.current(START, NANOS).fresh()).isFalse();
        assertThat(view.replay(normal(8)).current(START, NANOS).fresh()).isTrue();
    }

    @Test
    void an_older_posture_never_comes_back() {
        assertThat(open.replay(normal(6))).isEqualTo(open);
    }

    @Test
    void of_two_postures_with_one_sequence_the_first_holds_and_the_others_leases_do_not_count() {
        var rival = new Lease(Posture.FLEET, "rival", 7, START, START.plusSeconds(1));
        assertThat(open.replay(rival, NANOS)).isEqualTo(open);
    }

    @Test
    void another_scope_binds_us_not() {
        var elsewhere = new Lease("elsewhere", "posture-7", 7, START, START.plusSeconds(1));
        PostureView view = PostureView.unknown().replay(posture);
        assertThat(view.replay(elsewhere, NANOS)).isEqualTo(view);
    }

    @Test
    void the_fail_closed_value_keeps_the_last_verdict_id_for_the_token() {
        assertThat(open.current(START.plusSeconds(9), NANOS).verdictId()).isEqualTo("verdict-7");
    }

    @Test
    void an_open_posture_that_nobody_vouches_for_cannot_be_made() {
        Effective effective = open.current(START, NANOS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Effective(
                        effective.posture(),
                        effective.switches(),
                        effective.cause(),
                        effective.runtimeMode(),
                        effective.externalAiInbound(),
                        effective.executionPolicy(),
                        "p",
                        "v",
                        "r",
                        false));
    }

    @Test
    void the_order_of_the_two_topics_does_not_matter() {
        assertThat(List.of(
                        PostureView.unknown().replay(posture).replay(lease(posture, START), NANOS),
                        PostureView.unknown()
                                .replay(lease(posture, START), NANOS)
                                .replay(posture)))
                .containsOnly(open);
    }

    private static void assertClosed(PostureView view, String reason) {
        assertThat(view.current(START, NANOS))
                .returns(false, Effective::fresh)
                .returns(PostureLevel.HARD_QUARANTINE, Effective::posture)
                .returns(reason, Effective::reason);
    }
}
