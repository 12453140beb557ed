package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Postures;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What gateway and executor make of postures and leases that nobody should believe. */
class PostureWatchIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] SCOPE = Posture.FLEET.getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Bus bus = TestBus.road();
    private final SigningKey policy = SigningKey.generate(RANDOM);
    private final SigningKey executor = SigningKey.generate(RANDOM);
    private final SigningKey stranger = SigningKey.generate(RANDOM);
    private final KeyRing ring = KeyRing.of(Map.of(
            policy.id(), new KeyRing.Holder(KeyRole.POLICY, "policy"),
            executor.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor")));

    private PostureWatch watch(Station station) {
        return PostureWatch.start(bus, station, ring, InstantSource.system(), _ -> {});
    }

    private void write(Topic topic, byte[] value) {
        try (Sender sender = Sender.of(bus, Station.POLICY, SOON)) {
            assertThat(sender.send(Outbound.byKey(topic, SCOPE, value))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
        }
    }

    private static Posture open() {
        return Postures.normal(1);
    }

    private byte[] lease(Posture posture, SigningKey key) {
        Instant now = Instant.now();
        var lease = new Lease(
                posture.scope(), posture.postureId(), posture.sequence(), now, now.plus(Duration.ofSeconds(5)));
        return Codecs.LEASE.seal(lease, key);
    }

    private List<DeadLetter> letters() {
        List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
        try (Tail tail = Tail.fromBeginning(bus, Station.CONSOLE, Topic.DEADLETTERS, record -> {
            if (Codecs.DEAD_LETTER.decode(record.value()) instanceof Good<DeadLetter>(DeadLetter letter)) {
                letters.add(letter);
            }
        })) {
            Awaitility.await().atMost(SOON).until(tail::caughtUp);
        }
        return List.copyOf(letters);
    }

    private List<DeadLetter> awaitLetters(int count) {
        return Awaitility.await("dead letters").atMost(SOON).until(this::letters, found -> found.size() >= count);
    }

    @ParameterizedTest
    @EnumSource(names = {"GATEWAY", "EXECUTOR"})
    void a_posture_that_policy_did_not_sign_becomes_a_dead_letter_and_opens_nothing(Station station) {
        byte[] byAStranger = Codecs.POSTURE.seal(open(), stranger);
        byte[] byAnExecutor = Codecs.POSTURE.seal(open(), executor);
        byte[] noise = "open sesame".getBytes(StandardCharsets.US_ASCII);
        write(Topic.POSTURES, byAStranger);
        write(Topic.POSTURES, byAnExecutor);
        write(Topic.POSTURES, noise);
        try (PostureWatch watch = watch(station)) {
            List<DeadLetter> letters = awaitLetters(3);
            assertThat(letters).allSatisfy(letter -> {
                assertThat(letter.topic()).isEqualTo(Topic.POSTURES.topicName());
                assertThat(letter.station()).isEqualTo(station.name());
                assertThat(letter.reason()).isNotBlank();
            });
            assertThat(letters.stream().map(letter -> letter.value().toArray()))
                    .containsExactlyInAnyOrder(byAStranger, byAnExecutor, noise);
            assertThat(watch.view().recorded()).isEmpty();
            assertThat(watch.get().fresh()).isFalse();
        }
    }

    @Test
    void a_forged_lease_becomes_a_dead_letter_and_vouches_for_nothing() {
        write(Topic.POSTURES, Codecs.POSTURE.seal(open(), policy));
        try (PostureWatch watch = watch(Station.GATEWAY)) {
            Awaitility.await().atMost(SOON).until(() -> watch.view().recorded().isPresent());
            Awaitility.await().atMost(SOON).untilAsserted(() -> {
                write(Topic.LEASES, lease(open(), stranger));
                assertThat(letters()).isNotEmpty();
            });
            assertThat(letters()).allMatch(letter -> letter.topic().equals(Topic.LEASES.topicName()));
            assertThat(watch.get().fresh()).isFalse();
            write(Topic.LEASES, lease(open(), policy));
            Awaitility.await().atMost(SOON).until(watch::get, Effective::fresh);
        }
    }

    @Test
    void a_flood_of_forged_postures_makes_few_letters_and_hides_no_real_one() {
        int flood = 500;
        try (Sender sender = Sender.of(bus, Station.POLICY, SOON)) {
            for (int i = 0; i < flood; i++) {
                var _ = sender.send(Outbound.byKey(Topic.POSTURES, SCOPE, Codecs.POSTURE.seal(open(), stranger)));
            }
        }
        write(Topic.POSTURES, Codecs.POSTURE.seal(open(), policy));
        try (PostureWatch watch = watch(Station.EXECUTOR)) {
            Awaitility.await().atMost(SOON).until(() -> watch.view().recorded().isPresent());
            awaitLetters(DeadLetterBox.AT_ONCE);
        }
        // One more for every ten seconds that this took.
        assertThat(letters()).hasSizeLessThanOrEqualTo(DeadLetterBox.AT_ONCE + 2);
    }

    @Test
    void a_person_who_looks_writes_no_dead_letters() {
        write(Topic.POSTURES, Codecs.POSTURE.seal(open(), stranger));
        write(Topic.POSTURES, Codecs.POSTURE.seal(open(), policy));
        try (PostureWatch watch = watch(Station.OPERATOR)) {
            Awaitility.await().atMost(SOON).until(() -> watch.view().recorded().isPresent());
        }
        assertThat(letters()).isEmpty();
    }
}
