package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.principals.Statements;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whose word a key is, over a real broker: what operators say counts, live, and nobody else's word does. */
class PrincipalWatchIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NAME = "jis:acme:crawler";

    private final Bus bus = TestBus.road();
    private final SigningKey operator = SigningKey.generate(new SecureRandom());
    private final SigningKey snaft = SigningKey.generate(new SecureRandom());
    private final SigningKey crawler = SigningKey.generate(new SecureRandom());
    private final KeyRing directory = KeyRing.of(Map.of(
            operator.id(), new KeyRing.Holder(KeyRole.OPERATOR, "operator"),
            snaft.id(), new KeyRing.Holder(KeyRole.SNAFT, "snaft")));

    private PrincipalWatch watch(Station station) {
        return new PrincipalWatch(bus, station, directory, InstantSource.system());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private Statements next() throws BusUnreachable {
        return new Statements(PrincipalHistory.read(bus, directory).principals(), "a test", now());
    }

    private void say(Principal said, SigningKey by) {
        try (Sender sender = Sender.of(bus, Station.OPERATOR, SOON)) {
            byte[] key = said.identity().getBytes(StandardCharsets.UTF_8);
            assertThat(sender.send(Outbound.byKey(Topic.PRINCIPALS, key, Codecs.PRINCIPAL.seal(said, by)))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
        }
    }

    private Principal added(SigningKey key, Origin origin) throws BusUnreachable {
        return next().add(NAME, origin, key.id(), Duration.ofDays(1));
    }

    @Test
    void a_principal_speaks_from_the_operators_word_on_and_no_more_from_his_revocation_on() throws Exception {
        try (PrincipalWatch watch = watch(Station.EXECUTOR)) {
            assertThat(watch.of(operator.id())).isInstanceOf(Standing.Speaks.class);
            assertThat(watch.of(snaft.id())).isInstanceOf(Standing.Barred.class);
            assertThat(watch.of(crawler.id())).isEqualTo(new Standing.Stranger());
            say(added(crawler, Origin.EXTERNAL), operator);
            Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(watch.of(crawler.id()))
                    .isEqualTo(new Standing.Speaks(new Speaker(NAME, Origin.EXTERNAL), crawler.verifyingKey())));
            say(next().revoke(NAME).getFirst(), operator);
            Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(watch.of(crawler.id()))
                    .isInstanceOf(Standing.Barred.class));
        }
        try (PrincipalWatch afterARestart = watch(Station.EXECUTOR)) {
            assertThat(afterARestart.of(crawler.id()))
                    .as("the first answer waits for all that there is")
                    .isInstanceOf(Standing.Barred.class);
        }
    }

    @Test
    void who_is_no_operator_makes_no_principal_and_no_key_of_the_directory_becomes_one() throws Exception {
        List<DeadLetter> letters = new CopyOnWriteArrayList<>();
        say(added(crawler, Origin.OPERATOR), crawler);
        say(added(crawler, Origin.OPERATOR), snaft);
        say(added(snaft, Origin.OPERATOR), operator);
        try (PrincipalWatch watch = watch(Station.SNAFT);
                Tail _ = Tail.fromBeginning(bus, Station.CONSOLE, Topic.DEADLETTERS, record -> {
                    if (Codecs.DEAD_LETTER.decode(record.value()) instanceof Good<DeadLetter>(DeadLetter letter)) {
                        letters.add(letter);
                    }
                })) {
            assertThat(watch.of(crawler.id())).isEqualTo(new Standing.Stranger());
            assertThat(watch.of(snaft.id())).isInstanceOf(Standing.Barred.class);
            Awaitility.await().atMost(SOON).until(() -> letters.size() == 3);
            assertThat(letters)
                    .extracting(DeadLetter::reason)
                    .anySatisfy(reason -> assertThat(reason).contains("not in the key ring"))
                    .anySatisfy(reason -> assertThat(reason).contains("may not sign this"))
                    .anySatisfy(reason -> assertThat(reason).contains("is a key of the key directory"));
        }
        assertThat(PrincipalHistory.read(bus, directory).refused()).hasSize(3);
    }

    private static final String DELEGATION = Hashes.sha256(new byte[] {1});

    private void takeBack(String hash, SigningKey by) {
        var said = new Revocation(hash, "the work is done", now());
        try (Sender sender = Sender.of(bus, Station.OPERATOR, SOON)) {
            byte[] key = hash.getBytes(StandardCharsets.UTF_8);
            assertThat(sender.send(Outbound.byKey(Topic.PRINCIPALS, key, Codecs.REVOCATION.seal(said, by)))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
        }
    }

    @Test
    void a_delegation_counts_no_more_once_its_giver_or_an_operator_has_taken_it_back_and_nobody_elses_word_counts()
            throws Exception {
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        String others = Hashes.sha256(new byte[] {2});
        say(added(crawler, Origin.EXTERNAL), operator);
        try (PrincipalWatch watch = watch(Station.EXECUTOR)) {
            assertThat(watch.takenBack(DELEGATION, Set.of(crawler.id()))).isEmpty();
            takeBack(DELEGATION, stranger);
            takeBack(DELEGATION, snaft);
            takeBack(DELEGATION, crawler);
            takeBack(others, operator);
            Awaitility.await().atMost(SOON).until(() -> watch.takenBack(others, Set.of())
                    .isPresent());
            assertThat(watch.takenBack(DELEGATION, Set.of(crawler.id())))
                    .hasValueSatisfying(why -> assertThat(why).contains("the work is done"));
            assertThat(watch.takenBack(DELEGATION, Set.of(stranger.id()))).isEmpty();
        }
        PrincipalHistory history = PrincipalHistory.read(bus, directory);
        assertThat(history.takenBack()).hasSize(2);
        assertThat(history.refused()).hasSize(2);
    }

    @Test
    void while_the_topic_is_not_heard_a_known_principal_is_barred_and_speaks_again_when_it_is() throws Exception {
        say(added(crawler, Origin.EXTERNAL), operator);
        try (PrincipalWatch watch = watch(Station.EXECUTOR)) {
            assertThat(watch.of(crawler.id())).isInstanceOf(Standing.Speaks.class);
            assertThat(watch.hearing()).isInstanceOf(Health.Running.class);
            TestBus.lose(bus, Topic.PRINCIPALS);
            Awaitility.await().atMost(SOON).until(() -> watch.of(crawler.id()) instanceof Standing.Barred);
            assertThat(watch.hearing()).isInstanceOf(Health.Failing.class);
            TestBus.restore(bus, Topic.PRINCIPALS);
            Awaitility.await().atMost(SOON).until(() -> watch.of(crawler.id()) instanceof Standing.Speaks);
        }
    }

    @Test
    void while_the_bus_does_not_answer_every_delegation_counts_as_taken_back() {
        try (PrincipalWatch watch =
                new PrincipalWatch(Bus.at("127.0.0.1:1"), Station.EXECUTOR, directory, InstantSource.system())) {
            assertThat(watch.takenBack(DELEGATION, Set.of(operator.id())))
                    .hasValueSatisfying(why -> assertThat(why).contains("cannot be known"));
        }
    }

    @Test
    void while_the_bus_does_not_answer_a_key_outside_the_directory_is_barred_and_not_a_stranger() {
        try (PrincipalWatch watch =
                new PrincipalWatch(Bus.at("127.0.0.1:1"), Station.EXECUTOR, directory, InstantSource.system())) {
            assertThat(watch.of(operator.id())).isInstanceOf(Standing.Speaks.class);
            assertThat(watch.of(crawler.id()))
                    .isInstanceOfSatisfying(Standing.Barred.class, barred -> assertThat(barred.reason())
                            .contains("cannot be known"));
        }
    }
}
