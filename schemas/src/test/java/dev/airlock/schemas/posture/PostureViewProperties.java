package dev.airlock.schemas.posture;

import static dev.airlock.schemas.posture.Postures.START;
import static dev.airlock.schemas.posture.Postures.normal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Postures and leases in any order, late, of rivals and from wrong clocks: when a reader may believe that the road is open. */
class PostureViewProperties {
    private static final int HISTORIES = 2_000;
    private static final int RECORDS = 25;

    /** What one reader read, and the moments at which it did. */
    private static final class History {
        final List<Posture> postures = new ArrayList<>();
        final List<Lease> leases = new ArrayList<>();
        final List<Long> receivedAt = new ArrayList<>();
        PostureView view = PostureView.unknown();
        long nanos;

        Instant wall() {
            return START.plusNanos(nanos);
        }

        void read(Posture posture) {
            postures.add(posture);
            view = view.replay(posture);
        }

        void read(Lease lease) {
            leases.add(lease);
            receivedAt.add(nanos);
            view = view.replay(lease, nanos);
        }

        Optional<Posture> newest() {
            return postures.stream().max(Comparator.comparingLong(Posture::sequence));
        }

        /** Whether some lease that was read vouches for this posture at this moment. */
        boolean vouchedFor(Posture posture) {
            for (int i = 0; i < leases.size(); i++) {
                Lease lease = leases.get(i);
                Duration length = Duration.between(lease.issuedAt(), lease.validUntil());
                long counted = Math.min(length.toNanos(), PostureView.LEASE_MAX.toNanos());
                boolean its = lease.postureId().equals(posture.postureId()) && lease.sequence() == posture.sequence();
                boolean inTime = nanos - receivedAt.get(i) < counted;
                boolean byTheClock = !wall().isBefore(lease.issuedAt().minus(PostureView.CLOCK_SKEW_MAX))
                        && wall().isBefore(lease.validUntil().plus(PostureView.CLOCK_SKEW_MAX));
                if (its && inTime && byTheClock) {
                    return true;
                }
            }
            return false;
        }
    }

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("PostureViewProperties seed " + seed);
        return new Random(seed);
    }

    /** A posture of the fleet; now and then a rival one of the same number, or another scope's. */
    private static Posture posture(Random random) {
        Posture posture = normal(random.nextInt(6));
        String id = random.nextInt(8) == 0 ? posture.postureId() + "-rival" : posture.postureId();
        String scope = random.nextInt(10) == 0 ? "session:elsewhere" : posture.scope();
        return new Posture(
                id,
                scope,
                posture.sequence(),
                posture.posture(),
                posture.switches(),
                posture.cause(),
                posture.runtimeMode(),
                posture.externalAiInbound(),
                posture.executionPolicy(),
                posture.verdictId(),
                posture.emitter(),
                posture.reason(),
                posture.previousRuntimeMode(),
                posture.coherenceWarnings(),
                posture.decidedAt());
    }

    private static Lease lease(Random random, Instant wall) {
        Posture posture = posture(random);
        Instant issued = wall.plusMillis(random.nextInt(1_200) - 800);
        Instant end = issued.plusMillis(1 + random.nextInt(random.nextInt(10) == 0 ? 20_000 : 1_500));
        return new Lease(posture.scope(), posture.postureId(), posture.sequence(), issued, end);
    }

    private static void step(History history, Random random) {
        history.nanos += Duration.ofMillis(random.nextInt(400)).toNanos();
        if (random.nextInt(3) == 0) {
            history.read(posture(random));
        } else {
            history.read(lease(random, history.wall()));
        }
    }

    @Test
    void a_view_is_open_only_for_the_newest_posture_and_while_somebody_vouches_for_it() {
        Random random = seeded();
        int open = 0;
        for (int i = 0; i < HISTORIES; i++) {
            var history = new History();
            for (int j = 0; j < RECORDS; j++) {
                step(history, random);
                history.nanos += Duration.ofMillis(random.nextInt(200)).toNanos();
                Effective now = history.view.current(history.wall(), history.nanos);
                if (now.fresh()) {
                    open++;
                    Posture recorded = history.view.recorded().orElseThrow();
                    assertThat(recorded.scope()).isEqualTo(Posture.FLEET);
                    assertThat(recorded.sequence()).isEqualTo(newestOfFleet(history));
                    assertThat(history.vouchedFor(recorded)).isTrue();
                    assertThat(now.postureId()).isEqualTo(recorded.postureId());
                }
            }
        }
        assertThat(open)
                .as("moments at which the view was open; none would prove nothing")
                .isGreaterThan(100);
    }

    /** Of the postures that counted when they came: all scopes share one row of numbers. */
    private static long newestOfFleet(History history) {
        long newest = -1;
        long ofFleet = -1;
        for (Posture posture : history.postures) {
            boolean counts = posture.sequence() > newest;
            newest = Math.max(newest, posture.sequence());
            ofFleet = counts && posture.scope().equals(Posture.FLEET) ? posture.sequence() : ofFleet;
        }
        return ofFleet;
    }

    @Test
    void a_lease_for_a_newer_posture_closes_the_view_until_that_posture_is_there() {
        Random random = seeded();
        for (int i = 0; i < HISTORIES; i++) {
            var history = new History();
            for (int j = 0; j < random.nextInt(RECORDS); j++) {
                step(history, random);
            }
            Posture newer = normal(10 + random.nextInt(5));
            history.read(Postures.lease(newer, history.wall()));
            assertThat(history.view.current(history.wall(), history.nanos).fresh())
                    .isFalse();
            history.read(newer);
            Effective now = history.view.current(history.wall(), history.nanos);
            assertThat(now.fresh()).isTrue();
            assertThat(now.postureId()).isEqualTo(newer.postureId());
            assertThat(history.newest()).contains(newer);
        }
    }

    @Test
    void without_a_new_lease_every_view_is_closed_when_the_longest_is_over() {
        Random random = seeded();
        for (int i = 0; i < HISTORIES; i++) {
            var history = new History();
            for (int j = 0; j < RECORDS; j++) {
                step(history, random);
            }
            history.nanos += PostureView.LEASE_MAX.toNanos();
            assertThat(history.view.current(history.wall(), history.nanos).fresh())
                    .isFalse();
            // A wall clock that stands still lengthens nothing.
            assertThat(history.view.current(START, history.nanos).fresh()).isFalse();
        }
    }
}
