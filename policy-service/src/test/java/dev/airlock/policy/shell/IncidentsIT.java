package dev.airlock.policy.shell;

import static dev.airlock.policy.Fixtures.asking;
import static dev.airlock.schemas.model.PostureLevel.HARD_QUARANTINE;
import static dev.airlock.schemas.model.PostureLevel.NORMAL_ZERO_TRUST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.policy.Killed;
import dev.airlock.policy.shell.PolicyCounts.Count;
import dev.airlock.road.Tail;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Whom;
import io.vertx.core.Context;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From tokens of kills to a posture, across restarts, with a real broker. */
class IncidentsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Whom BAD = new Whom("crawler", "bad");
    private static final Whom GOOD = new Whom("other", "good");

    @TempDir
    Path directory;

    private Rig rig;

    @BeforeEach
    void lay() throws Exception {
        rig = new Rig(TestBus.road(), directory);
    }

    @AfterEach
    void clear() throws Exception {
        rig.close();
    }

    private void awaitHard(Whom whom) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> assertThat(rig.effective(whom))
                .returns(true, Effective::fresh)
                .returns(HARD_QUARANTINE, Effective::posture)
                .returns(Cause.INCIDENT, Effective::cause));
    }

    private void awaitOpen(Whom whom) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> assertThat(rig.effective(whom))
                .returns(true, Effective::fresh)
                .returns(NORMAL_ZERO_TRUST, Effective::posture));
    }

    @Test
    void three_kills_isolate_their_session_until_an_operator_ends_it_whatever_restarts() throws Exception {
        var counts = new PolicyCounts();
        PolicyService first = rig.startPolicy(counts);
        PulsingExecutor executor = rig.startExecutor();
        awaitOpen(BAD);
        Instant now = Instant.now();
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        for (int i = 0; i < 5; i++) {
            rig.seal(Killed.of("forged-" + i, "crawler", "bad", now).token(stranger));
            rig.seal(Killed.of("local-" + i, "me", "bad", now).by(Origin.LOCAL).token(rig.executorKey()));
        }
        rig.seal(Killed.of("t-1", "crawler", "bad", now).token(rig.executorKey()));
        rig.seal(Killed.of("t-2", "crawler", "bad", now).token(rig.executorKey()));
        rig.seal(Killed.of("t-2", "crawler", "bad", now).token(rig.executorKey()));
        await().atMost(PATIENCE).until(() -> counts.of(Count.KILL_COUNTED) == 3);
        assertThat(counts.of(Count.INCIDENT_FOUND))
                .as("forged ones, local ones and copies count for nothing")
                .isZero();
        rig.seal(Killed.of("t-3", "crawler", "bad", now).token(rig.executorKey()));
        awaitHard(BAD);
        awaitOpen(GOOD);
        assertThat(rig.effective(BAD).reason()).contains("session:bad: 3 of its runs were killed");
        await("an event about the session").atMost(PATIENCE).untilAsserted(() -> assertThat(rig.events)
                .anySatisfy(record -> assertThat(new String(record.key(), StandardCharsets.UTF_8))
                        .isEqualTo("session:bad")));

        first.close();
        int verdicts = rig.verdicts.size();
        rig.startPolicy();
        awaitHard(BAD);
        executor.close();
        await().atMost(PATIENCE)
                .until(() -> rig.effective(GOOD).fresh() && rig.effective(GOOD).posture() == HARD_QUARANTINE);
        rig.startExecutor();
        awaitOpen(GOOD);
        awaitHard(BAD);
        assertThat(rig.recorded())
                .filteredOn(posture -> posture.scope().equals("session:bad"))
                .as("neither a restart nor the runtime's recovery is news about it")
                .hasSize(1);
        assertThat(incidents()).as("and it was said once").isEqualTo(1);
        assertThat(rig.verdicts.size()).isGreaterThan(verdicts);

        rig.say(asking("over", NORMAL_ZERO_TRUST, Instant.now()).about(Scope.session("bad")));
        awaitOpen(BAD);
        assertThat(List.copyOf(rig.recorded()))
                .last()
                .returns("session:bad", Posture::scope)
                .returns(true, Posture::open);
    }

    @Test
    void while_the_tokens_are_not_heard_policy_does_not_vouch_and_says_why_until_they_are() throws Exception {
        PolicyService policy = rig.startPolicy();
        rig.startExecutor();
        awaitOpen(GOOD);
        TestBus.lose(rig.bus, Topic.TOKENS);
        await().atMost(PATIENCE).until(() -> policy.blindness().isPresent());
        assertThat(policy.blindness())
                .hasValueSatisfying(why -> assertThat(why).contains("incidents cannot", "tokens"));
        await().atMost(PATIENCE).until(() -> !rig.effective(GOOD).fresh());
        TestBus.restore(rig.bus, Topic.TOKENS);
        awaitOpen(GOOD);
        assertThat(policy.blindness()).isEmpty();
    }

    @Test
    void an_inbox_whose_reader_broke_has_a_gap_for_good() throws Exception {
        Context context = rig.vertx.getOrCreateContext();
        var clock = new Surroundings(null, rig.ring, InstantSource.system(), new PolicyCounts());
        Duration most = Duration.ofSeconds(2);
        Queue<Optional<String>> gaps = new ConcurrentLinkedQueue<>();
        try (Inbox inbox = Inbox.open(
                context, clock, each -> Tail.fromBeginning(rig.bus, Station.OBSERVER, Topic.TOKENS, each), (_, _) -> {
                    throw new IllegalStateException("a test");
                })) {
            rig.seal(Killed.of("t-1", "crawler", "bad", Instant.now()).token(rig.executorKey()));
            await().atMost(PATIENCE).until(() -> {
                context.runOnContext(_ -> gaps.add(inbox.gap(clock.now(), most)));
                return gaps.stream().flatMap(Optional::stream).anyMatch(why -> why.contains("restart policy"));
            });
            assertThat(clock.broken())
                    .hasValueSatisfying(cause -> assertThat(cause).hasMessage("a test"));
        }
    }

    private long incidents() {
        return rig.verdicts.stream()
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .filter("session:bad"::equals)
                .count();
    }
}
