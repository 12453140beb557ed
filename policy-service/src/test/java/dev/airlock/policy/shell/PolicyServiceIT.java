package dev.airlock.policy.shell;

import static dev.airlock.policy.Fixtures.asking;
import static dev.airlock.schemas.model.PostureLevel.HARD_QUARANTINE;
import static dev.airlock.schemas.model.PostureLevel.NORMAL_ZERO_TRUST;
import static dev.airlock.schemas.model.PostureLevel.QUARANTINE_EXTERNAL_AI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.policy.shell.PolicyCounts.Count;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

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

    @Test
    void a_healthy_pulse_opens_the_road_silence_closes_it_and_the_pulse_opens_it_again() throws Exception {
        rig.startPolicy();
        PulsingExecutor first = rig.startExecutor();
        awaitFresh(NORMAL_ZERO_TRUST);
        long silentSince = System.nanoTime();
        first.close();
        await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> !open());
        assertThat(Duration.ofNanos(System.nanoTime() - silentSince)).isLessThan(Duration.ofMillis(1500));
        awaitFresh(HARD_QUARANTINE);
        assertThat(rig.effective().cause()).isEqualTo(Cause.RUNTIME);
        rig.startExecutor();
        awaitFresh(NORMAL_ZERO_TRUST);
        assertThat(rig.recorded())
                .map(Posture::posture)
                .endsWith(NORMAL_ZERO_TRUST, HARD_QUARANTINE, NORMAL_ZERO_TRUST);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rig.events).hasSameSizeAs(rig.postures));
    }

    @Test
    void an_operators_quarantine_holds_across_a_restart_which_writes_nothing_new() throws Exception {
        PolicyService policy = rig.startPolicy();
        rig.startExecutor();
        awaitFresh(NORMAL_ZERO_TRUST);
        rig.say(asking("operator-1", QUARANTINE_EXTERNAL_AI, Instant.now()));
        awaitFresh(QUARANTINE_EXTERNAL_AI);
        policy.close();
        await().atMost(PATIENCE).until(() -> !rig.effective().fresh());
        int postures = rig.postures.size();
        int verdicts = rig.verdicts.size();
        PolicyService again = rig.startPolicy();
        awaitFresh(QUARANTINE_EXTERNAL_AI);
        assertThat(rig.effective().cause()).isEqualTo(Cause.OPERATOR);
        again.close();
        assertThat(rig.postures).hasSize(postures);
        assertThat(rig.verdicts).hasSize(verdicts);
        rig.startPolicy();
        rig.say(asking("operator-2", NORMAL_ZERO_TRUST, Instant.now()));
        awaitFresh(NORMAL_ZERO_TRUST);
        assertThat(rig.recorded().stream().map(Posture::sequence)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_unreadable_and_a_foreign_verdict_go_to_the_dead_letters_and_change_nothing() throws Exception {
        var counts = new PolicyCounts();
        rig.startPolicy(counts);
        rig.startExecutor();
        awaitFresh(NORMAL_ZERO_TRUST);
        int postures = rig.postures.size();
        rig.append("not a verdict".getBytes(StandardCharsets.US_ASCII));
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        rig.append(Codecs.VERDICT.seal(asking("forged", HARD_QUARANTINE, Instant.now()), stranger));
        rig.say(asking("future", HARD_QUARANTINE, Instant.now().plusSeconds(120)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rig.deadLetters).hasSize(3));
        assertThat(rig.deadLetters)
                .map(record -> Rig.good(Codecs.DEAD_LETTER.decode(record.value())))
                .allSatisfy(letter -> {
                    assertThat(letter.topic()).isEqualTo("airlock.verdicts.v1");
                    assertThat(letter.station()).isEqualTo("POLICY");
                });
        assertThat(rig.postures).hasSize(postures);
        assertThat(rig.effective().posture()).isEqualTo(NORMAL_ZERO_TRUST);
        assertThat(counts.of(Count.VERDICT_DEAD)).isEqualTo(3);
        assertThat(counts.of(Count.VERDICT_READ))
                .isEqualTo(counts.of(Count.VERDICT_COUNTED)
                        + counts.of(Count.VERDICT_OLDER)
                        + counts.of(Count.VERDICT_DEAD));
    }

    @Test
    void without_policy_the_leases_stop_and_readers_close_by_themselves_within_a_second() throws Exception {
        var counts = new PolicyCounts();
        PolicyService policy = rig.startPolicy(counts);
        rig.startExecutor();
        awaitFresh(NORMAL_ZERO_TRUST);
        long stopped = System.nanoTime();
        var _ = policy.stop();
        await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> !open());
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofMillis(1500));
        assertThat(rig.effective())
                .returns(HARD_QUARANTINE, Effective::posture)
                .returns("fail-closed", Effective::postureId);
        policy.close();
        assertThat(counts.of(Count.TICK))
                .isEqualTo(
                        counts.of(Count.LEASE_ISSUED) + counts.of(Count.LEASE_HELD) + counts.of(Count.LEASE_WITHHELD));
    }

    @Test
    void with_every_executor_dead_leases_go_on_and_policy_says_that_nobody_runs_and_nobody_is_let_in()
            throws Exception {
        var counts = new PolicyCounts();
        PolicyService policy = rig.startPolicy(counts);
        assertThat(policy.externalOpen()).isFalse();
        PulsingExecutor executor = rig.startExecutor();
        await().atMost(PATIENCE).until(() -> policy.externalOpen() && policy.executorsReady() == 1);
        executor.close();
        awaitFresh(HARD_QUARANTINE);
        long issued = counts.of(Count.LEASE_ISSUED);
        await().atMost(PATIENCE).until(() -> counts.of(Count.LEASE_ISSUED) > issued + 1);
        assertThat(policy.executorsReady()).isZero();
        assertThat(policy.externalOpen()).isFalse();
    }

    @Test
    void what_broke_policy_is_told() throws Exception {
        PolicyService policy = rig.startPolicy(new Breaking());
        assertThat(policy.broken()).isEmpty();
        rig.say(asking("operator-1", HARD_QUARANTINE, Instant.now()));
        await().atMost(PATIENCE).until(() -> policy.broken().isPresent());
        assertThat(policy.broken().orElseThrow()).hasMessage("a test");
    }

    @Test
    void two_policies_at_once_agree_on_one_posture_per_sequence_number() throws Exception {
        rig.startPolicy();
        rig.startPolicy();
        rig.startExecutor();
        awaitFresh(NORMAL_ZERO_TRUST);
        rig.say(asking("operator-1", HARD_QUARANTINE, Instant.now()));
        awaitFresh(HARD_QUARANTINE);
        assertThat(rig.effective().cause()).isEqualTo(Cause.OPERATOR);
        rig.say(asking("operator-2", NORMAL_ZERO_TRUST, Instant.now()));
        awaitFresh(NORMAL_ZERO_TRUST);
        assertThat(rig.recorded().stream().map(Posture::sequence)).isSorted();
        // Neither overrules the other: what counts never goes back and forth.
        assertThat(counting(rig.recorded()))
                .map(Posture::posture)
                .endsWith(NORMAL_ZERO_TRUST, HARD_QUARANTINE, NORMAL_ZERO_TRUST)
                .filteredOn(HARD_QUARANTINE::equals)
                .hasSizeLessThanOrEqualTo(2);
    }

    private static List<Posture> counting(List<Posture> records) {
        var first = new TreeMap<Long, Posture>();
        records.forEach(posture -> first.putIfAbsent(posture.sequence(), posture));
        return List.copyOf(first.values());
    }

    private boolean open() {
        return rig.effective().posture() == NORMAL_ZERO_TRUST;
    }

    private void awaitFresh(PostureLevel level) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> assertThat(rig.effective())
                .returns(true, Effective::fresh)
                .returns(level, Effective::posture));
    }
}
