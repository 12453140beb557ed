package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.decide.HeldRows;
import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.PostureRows;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.posture.Whom;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostureFileTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration APART = Duration.ofMillis(900);

    private static final List<PostureLevel> LEVELS =
            List.of(PostureLevel.NORMAL_ZERO_TRUST, PostureLevel.QUARANTINE_EXTERNAL_AI, PostureLevel.HARD_QUARANTINE);

    @TempDir
    private Path scratch;

    private static Posture posture(long number, String scope, PostureLevel level) {
        return new Posture(
                "posture-" + number,
                scope,
                number + 1,
                level,
                Switches.of(level),
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                "verdict-" + number,
                "jis:airlock:observer",
                "a reason of some length, as operators write them when they are asked for one",
                Optional.empty(),
                List.of(),
                at(number));
    }

    private static Instant at(long number) {
        return START.plus(APART.multipliedBy(number));
    }

    /** Whether a scope is guarded differs from one of its postures to the next. */
    private static PostureLevel level(Random random) {
        return LEVELS.get(random.nextInt(LEVELS.size()));
    }

    private static void feed(int count, int agents, long seed, PostureHistory... histories) {
        var random = new Random(seed);
        for (int number = 0; number < count; number++) {
            String scope = random.nextInt(3) == 0 ? Posture.FLEET : "agent:a-" + random.nextInt(agents);
            Posture posture = posture(number, scope, level(random));
            Instant vouched = at(number).plusMillis(random.nextInt(4_000));
            var lease = new Lease(
                    Posture.FLEET,
                    "posture-" + random.nextInt(number + 1),
                    1,
                    vouched,
                    vouched.plusMillis(1 + random.nextInt(5_000)));
            for (PostureHistory history : histories) {
                history.replay(posture, posture.decidedAt());
                history.replay(lease, lease.issuedAt());
            }
        }
        for (PostureHistory history : histories) {
            history.seal();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "300, 5", "6000, 400"})
    void whatever_is_asked_it_says_what_rows_on_the_heap_say(int count, int agents) {
        PostureRows plain = new HeldRows();
        try (var file = new PostureFile(new Scratch(scratch))) {
            var expected = new PostureHistory(plain);
            var history = new PostureHistory(file);
            feed(count, agents, count, expected, history);
            assertThat(file.size()).isEqualTo(plain.size());
            var random = new Random(3);
            for (int asked = 0; asked < 600; asked++) {
                long number = random.nextInt(count);
                String id = "posture-" + (number + random.nextInt(2));
                Instant from = at(number).plusMillis(random.nextInt(9_000) - 4_000);
                assertThat(history.of(id)).isEqualTo(expected.of(id));
                assertThat(history.replaced(id)).isEqualTo(expected.replaced(id));
                assertThat(history.vouched(id, from, from.plusMillis(700)))
                        .isEqualTo(expected.vouched(id, from, from.plusMillis(700)));
                var whom = new Whom("a-" + random.nextInt(agents), "session-1");
                assertThat(history.bound(id, from, whom)).isEqualTo(expected.bound(id, from, whom));
            }
        }
        assertThat(scratch).isEmptyDirectory();
    }

    /** The views of a reader who keeps all of them, as {@link PostureHistory} is not to. */
    private static List<PostureView> views(List<Posture> postures) {
        List<PostureView> views = new ArrayList<>();
        PostureView view = PostureView.unknown();
        for (Posture posture : postures) {
            view = view.replay(posture);
            views.add(view);
        }
        return views;
    }

    private static Effective bound(PostureView known, Instant at, Whom whom) {
        Posture fleet = known.recorded().orElseThrow();
        var lease = new Lease(Posture.FLEET, fleet.postureId(), fleet.sequence(), at, at.plus(PostureView.LEASE_MAX));
        return known.replay(lease, 0).current(at, 0, whom);
    }

    @Test
    void what_bound_somebody_is_what_a_reader_knew_who_kept_every_posture_also_when_too_many_were_guarded() {
        List<Posture> postures = new ArrayList<>(List.of(posture(0, Posture.FLEET, PostureLevel.NORMAL_ZERO_TRUST)));
        var random = new Random(11);
        for (int number = 1; number < Scope.GUARDED_MAX + 300; number++) {
            boolean again = random.nextInt(9) == 0;
            postures.add(posture(
                    number,
                    "agent:a-" + (again ? random.nextInt(number) : number),
                    again ? level(random) : PostureLevel.QUARANTINE_EXTERNAL_AI));
        }
        int closed = 0;
        List<PostureView> views = views(postures);
        try (var file = new PostureFile(new Scratch(scratch))) {
            var history = new PostureHistory(file);
            postures.forEach(posture -> history.replay(posture, posture.decidedAt()));
            history.seal();
            for (int number = 0; number < postures.size(); number++) {
                var whom = new Whom("a-" + random.nextInt(number + 1), "session-1");
                Instant now = at(number);
                Effective effective = bound(views.get(number), now, whom);
                Set<Effective> told = new LinkedHashSet<>(history.bound(effective.postureId(), now, whom));
                if (effective.fresh()) {
                    assertThat(told).as("at %d", number).contains(effective);
                } else {
                    closed++;
                    assertThat(history.bound("posture-0", now.plusSeconds(60), whom))
                            .as("at %d, where a reader has closed for ever", number)
                            .isEmpty();
                }
            }
        }
        assertThat(closed).isBetween(10, 300);
    }

    @Test
    void a_posture_that_is_no_newer_than_the_last_changes_nothing() {
        try (var file = new PostureFile(new Scratch(scratch))) {
            var history = new PostureHistory(file);
            history.replay(posture(7, Posture.FLEET, PostureLevel.NORMAL_ZERO_TRUST), at(7));
            history.replay(posture(6, Posture.FLEET, PostureLevel.HARD_QUARANTINE), at(8));
            history.seal();
            assertThat(history.of("posture-6")).isEmpty();
            assertThat(history.replaced("posture-7")).isEmpty();
        }
    }
}
