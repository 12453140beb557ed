package dev.airlock.authorisation.shell;

import static dev.airlock.authorisation.PolicySamples.ask;
import static dev.airlock.authorisation.PolicySamples.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.model.Authorisation.Allowed;
import dev.airlock.authorisation.model.Authorisation.Denied;
import dev.airlock.authorisation.wire.PolicySets;
import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Health;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PolicyFile;
import dev.airlock.schemas.model.PolicySet;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sets of policies over a real broker: whose word counts, and what becomes of the rest. */
class PolicyWatchIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String NOT_LOCAL =
            "@id(\"not-local\") @reason(\"not today\") forbid (principal in Origin::\"local\", action, resource);";

    private final Bus bus = TestBus.road();
    private final SigningKey operator = SigningKey.generate(new SecureRandom());
    private final SigningKey executor = SigningKey.generate(new SecureRandom());
    private final KeyRing ring = KeyRing.of(Map.of(
            operator.id(), new KeyRing.Holder(KeyRole.OPERATOR, "operator"),
            executor.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor")));
    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();

    private PolicyWatch watch() {
        return PolicyWatch.start(bus, Station.GATEWAY, ring, InstantSource.system(), EngineStart.ofThisProcess());
    }

    private static PolicySet set(String text, int second) {
        List<PolicyFile> files = List.of(new PolicyFile("mine.cedar", text));
        return new PolicySet(PolicySets.versionOf(files), files, "a test", NOON.plusSeconds(second));
    }

    private void write(byte[] record) {
        try (Sender sender = Sender.of(bus, Station.OPERATOR, SOON)) {
            assertThat(sender.send(Outbound.byKey(Topic.POLICIES, "fleet".getBytes(StandardCharsets.UTF_8), record))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
        }
    }

    private void load(PolicySet set) {
        write(Codecs.POLICY_SET.seal(set, operator));
    }

    private Tail followEvents() {
        return Tail.fromBeginning(bus, Station.CONSOLE, Topic.EVENTS, record -> {
            if (Codecs.EVENT.decode(record.value()) instanceof Good<GatewayEvent>(GatewayEvent event)) {
                events.add(event);
            }
        });
    }

    private Tail followLetters() {
        return Tail.fromBeginning(bus, Station.CONSOLE, Topic.DEADLETTERS, record -> {
            if (Codecs.DEAD_LETTER.decode(record.value()) instanceof Good<DeadLetter>(DeadLetter letter)) {
                letters.add(letter);
            }
        });
    }

    private static String payload(GatewayEvent event) {
        return event.payload().orElseThrow();
    }

    private static void until(PolicyWatch watch, PolicySet set) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> watch.version().filter(set.version()::equals).isPresent());
    }

    @Test
    void a_set_counts_when_an_operator_signed_it_and_nothing_else_does() {
        PolicySet strict = set(open(NOT_LOCAL), 1);
        try (PolicyWatch watch = watch();
                Tail _ = followEvents();
                Tail _ = followLetters()) {
            assertThat(watch.on(ask())).isInstanceOf(Allowed.class);
            load(strict);
            until(watch, strict);
            assertThat(watch.on(ask())).isEqualTo(new Denied(List.of("not-local"), "not today", strict.version()));

            write(Codecs.POLICY_SET.seal(set(open(""), 2), executor));
            write("open sesame".getBytes(StandardCharsets.UTF_8));
            load(set("permit (", 3));
            load(set(open(""), 0));
            Awaitility.await().atMost(SOON).until(() -> letters.size() >= 4 && events.size() >= 5);
            assertThat(watch.on(ask())).isInstanceOf(Denied.class);
            assertThat(letters)
                    .allSatisfy(letter -> assertThat(letter.topic()).isEqualTo(Topic.POLICIES.topicName()))
                    .extracting(DeadLetter::reason)
                    .anySatisfy(reason -> assertThat(reason).contains("is a executor key"))
                    .anySatisfy(reason -> assertThat(reason).contains("mine.cedar:1: "))
                    .anySatisfy(reason -> assertThat(reason).contains("load it again to go back to it"));
            assertThat(events)
                    .extracting(GatewayEvent::status)
                    .containsOnlyOnce("taken")
                    .contains("refused");

            PolicySet again = set(open("// again"), 4);
            load(again);
            until(watch, again);
            assertThat(watch.on(ask())).isInstanceOf(Allowed.class);
            Awaitility.await().atMost(SOON).until(() -> events.size() >= 6);
            assertThat(payload(events.getFirst()))
                    .contains("policy_set_taken.v1", "\"operator\":\"operator\"", "\"before\":\"none\"")
                    .contains(strict.version());
            assertThat(payload(events.getLast())).contains(again.version(), "\"before\":\"" + strict.version() + "\"");
        }
    }

    @Test
    void while_the_sets_are_not_heard_nobody_from_elsewhere_is_served_and_health_says_so_until_they_are() {
        try (PolicyWatch watch = watch()) {
            assertThat(watch.on(ask(Origin.INTERNAL))).isInstanceOf(Allowed.class);
            TestBus.lose(bus, Topic.POLICIES);
            Awaitility.await().atMost(SOON).until(() -> watch.on(ask(Origin.INTERNAL)) instanceof Denied);
            assertThat(watch.on(ask(Origin.INTERNAL)))
                    .isInstanceOfSatisfying(
                            Denied.class, denied -> assertThat(denied.reason()).contains("not heard lately"));
            assertThat(watch.on(ask(Origin.LOCAL))).isInstanceOf(Allowed.class);
            assertThat(watch.hearing()).isInstanceOf(Health.Failing.class);
            TestBus.restore(bus, Topic.POLICIES);
            Awaitility.await().atMost(SOON).until(() -> watch.on(ask(Origin.INTERNAL)) instanceof Allowed);
            assertThat(watch.hearing()).isInstanceOf(Health.Running.class);
        }
    }

    @Test
    void a_restart_tells_no_set_again_and_the_next_one_is_told_with_the_one_before() {
        PolicySet first = set(open(""), 1);
        PolicySet second = set(open("// second"), 2);
        load(first);
        load(set("nonsense;", 3));
        for (int start = 0; start < 2; start++) {
            try (PolicyWatch watch = watch()) {
                assertThat(watch.on(ask()).version()).isEqualTo(first.version());
            }
        }
        try (PolicyWatch watch = watch();
                Tail _ = followEvents()) {
            assertThat(watch.on(ask()).version()).isEqualTo(first.version());
            load(second);
            until(watch, second);
            Awaitility.await().atMost(SOON).until(() -> !events.isEmpty());
        }
        assertThat(events).as("the old sets were told by nobody").hasSize(1);
        assertThat(payload(events.getFirst()))
                .contains("policy_set_taken.v1", second.version(), "\"before\":\"" + first.version() + "\"");
    }

    @Test
    void after_a_restart_the_last_good_set_counts_from_the_first_answer_on() throws Exception {
        PolicySet strict = set(open(NOT_LOCAL), 2);
        load(set(open(""), 1));
        load(strict);
        load(set("nonsense;", 3));
        for (int start = 0; start < 2; start++) {
            try (PolicyWatch watch = watch()) {
                assertThat(watch.on(ask())).isEqualTo(new Denied(List.of("not-local"), "not today", strict.version()));
                assertThat(watch.on(ask(Origin.EXTERNAL)).version()).isEqualTo(strict.version());
            }
        }
        PolicyHistory history = PolicyHistory.read(bus, ring, EngineStart.ofThisProcess());
        assertThat(history.entries()).hasSize(3);
        assertThat(history.inForce().orElseThrow().signed().orElseThrow().value())
                .isEqualTo(strict);
        assertThat(history.entries().getLast().refusal().orElseThrow()).contains("mine.cedar:1");
    }
}
