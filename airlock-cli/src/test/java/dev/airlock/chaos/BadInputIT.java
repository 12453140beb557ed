package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nobody should send: it is answered or kept with the reason, and the road goes on for all others. */
@Tag("system")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BadInputIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int MIB = 1 << 20;

    /** Whose signature each topic needs; every record of these is read by somebody. */
    private static final Map<Topic, String> WRITERS = Map.of(
            Topic.RUNTIME, "executor",
            Topic.VERDICTS, "observer",
            Topic.POSTURES, "policy",
            Topic.LEASES, "policy",
            Topic.SCREENED, "snaft",
            Topic.ORDERS, "gateway");

    private static final Map<Topic, String> KINDS = Map.of(
            Topic.RUNTIME, "pulse",
            Topic.VERDICTS, "verdict",
            Topic.POSTURES, "posture",
            Topic.LEASES, "lease",
            Topic.SCREENED, "screening",
            Topic.ORDERS, "order");

    @TempDir
    Path directory;

    private Ground ground;

    @BeforeEach
    void open() throws Exception {
        ground = new Ground(TestBus.road(), directory);
        ground.startPolicyAndSnaft();
        ground.startGateway("gateway-0");
        ground.start("scripted", ground.scripted("executor-0", "executor"));
        ground.warmUp(SOON);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private Map<String, List<DeadLetter>> letters() {
        return Plain.committed(ground.bus, Topic.DEADLETTERS).stream()
                .map(record -> switch (Codecs.DEAD_LETTER.decode(record.value())) {
                    case Good<DeadLetter>(DeadLetter letter) -> letter;
                    case dev.airlock.schemas.wire.Decoded.Malformed<DeadLetter>(String reason) ->
                        throw new AssertionError(reason);
                })
                .collect(Collectors.groupingBy(DeadLetter::topic));
    }

    private Token answer(Intent intent) {
        return ground.await(ground.send(intent), SOON);
    }

    private void theRoadGoesOn(String when) {
        for (int partition = 0; partition < Ground.PARTITIONS; partition++) {
            Intent good = Wish.run(Ground.session("good", partition), when);
            assertThat(answer(good).content().erin()).isInstanceOf(Erin.Completed.class);
        }
    }

    private byte[] genuine(Topic topic) {
        return Awaitility.await("a record of " + topic)
                .atMost(SOON)
                .until(() -> Plain.committed(ground.bus, topic), records -> !records.isEmpty())
                .getLast()
                .value();
    }

    @Test
    void what_cannot_be_read_or_believed_is_kept_with_its_reason_and_holds_up_nothing() throws IOException {
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        WRITERS.keySet().forEach(topic -> spoil(topic, stranger));
        byte[] intent = Intents.sealed(Wish.run("spoilt", "spoilt"), ground.local);
        List<byte[]> unreadable = new Forgery("intent", intent, ground.local).unreadable();
        Plain.write(ground.bus, Topic.INTENTS, 3, new byte[] {1}, unreadable);
        theRoadGoesOn("after");
        int bad = new Forgery("intent", intent, ground.local).unreadable().size() + 7;
        Awaitility.await("the letters of policy").atMost(SOON).untilAsserted(() -> {
            Map<String, List<DeadLetter>> letters = letters();
            assertThat(letters.get(Topic.INTENTS.topicName())).hasSameSizeAs(unreadable);
            assertThat(letters.get(Topic.SCREENED.topicName())).hasSize(bad);
            assertThat(letters.get(Topic.ORDERS.topicName())).hasSize(bad);
            assertThat(letters.get(Topic.VERDICTS.topicName()))
                    .extracting(DeadLetter::offset)
                    .hasSizeGreaterThanOrEqualTo(bad);
            assertThat(letters.get(Topic.RUNTIME.topicName())).hasSizeGreaterThanOrEqualTo(bad);
        });
        assertThat(letters().values().stream().flatMap(List::stream))
                .allSatisfy(letter -> assertThat(letter.reason()).isNotBlank());
        Awaitility.await("external AI is still let in")
                .atMost(SOON)
                .until(() ->
                        answer(Wish.external("external", "e-" + ground.sent().size(), "ok"))
                                        .content()
                                        .erin()
                                instanceof Erin.Completed);
        ground.audit().holdsFor(ground.sent());
    }

    private void spoil(Topic topic, SigningKey stranger) {
        try {
            var forgery = new Forgery(KINDS.get(topic), genuine(topic), ground.key(WRITERS.get(topic)));
            List<byte[]> bad = Stream.concat(
                            forgery.unreadable().stream(), forgery.unbelievable(stranger, ground.key("local")).stream())
                    .toList();
            Plain.write(ground.bus, topic, 0, new byte[] {1}, bad);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void policy_started_on_spoilt_topics_does_its_work() throws Exception {
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        List.of(Topic.VERDICTS, Topic.POSTURES, Topic.RUNTIME, Topic.LEASES).forEach(topic -> spoil(topic, stranger));
        try (Ground again = new Ground(ground.bus, directory)) {
            ground.stopFirst();
            again.start("policy", again.settings());
            Awaitility.await("a road that opens again")
                    .atMost(SOON)
                    .until(() ->
                            answer(Wish.external("again", "e-" + ground.sent().size(), "ok"))
                                            .content()
                                            .erin()
                                    instanceof Erin.Completed);
        }
    }

    @Test
    void a_signature_that_is_not_the_callers_makes_no_caller() throws IOException {
        byte[] intent = Intents.sealed(Wish.run(Ground.session("forged", 2), "forged"), ground.local);
        var forgery = new Forgery("intent", intent, ground.local);
        Plain.write(
                ground.bus,
                Topic.INTENTS,
                2,
                new byte[] {1},
                forgery.unbelievable(SigningKey.generate(new SecureRandom()), ground.key("snaft")));
        var key = new IntentKey(Ground.session("forged", 2), "forged");
        assertThat(ground.await(key, SOON).content().erin()).isInstanceOf(Erin.Refused.class);
        theRoadGoesOn("after");
        assertThat(ScriptedSandbox.runsOf(ground.runs(), key)).isZero();
        assertThat(ground.audit().only(key).content().erin()).isInstanceOf(Erin.Refused.class);
    }

    @Test
    void payloads_of_every_size_and_shape_are_run_or_refused_in_words() {
        assertThat(answer(payload("one-mib", new byte[MIB])).content().erin()).isInstanceOf(Erin.Completed.class);
        Erin above = answer(payload("above", new byte[MIB + 1])).content().erin();
        assertThat(above).isInstanceOf(Erin.Refused.class);
        assertThat(above.reason()).contains("1048576");
        byte[] odd = {0, (byte) 0xFF, (byte) 0xFE, 0, (byte) 0xC0, (byte) 0x80};
        assertThat(answer(payload("odd", odd)).content().erin()).isNotInstanceOf(Erin.Faulted.class);
        assertThat(answer(payload("empty", new byte[0])).content().erin()).isNotInstanceOf(Erin.Faulted.class);
        theRoadGoesOn("after");
        ground.audit().holdsFor(ground.sent());
    }

    @Test
    void ten_megabytes_are_refused_where_they_are_sent_with_the_limit() {
        Intent huge = payload("huge", new byte[10_000_000]);
        byte[] record = Intents.sealed(huge, ground.local);
        try (Sender sender = Sender.of(ground.bus, Station.CALLER, SOON)) {
            Delivery delivery = sender.send(Outbound.byKey(Topic.INTENTS, new byte[] {1}, record))
                    .toCompletableFuture()
                    .join();
            assertThat(delivery).isInstanceOf(Delivery.TooLarge.class);
        }
        assertThat(Assertions.failureOf(
                        () -> Plain.write(ground.bus, Topic.INTENTS, 0, new byte[] {1}, List.of(record))))
                .contains("larger than the max message size");
        theRoadGoesOn("after");
    }

    private static Intent payload(String id, byte[] payload) {
        byte[] bytes = payload.clone();
        if (bytes.length > 100) {
            Arrays.fill(bytes, (byte) '#');
        }
        return Wish.of("payloads", id, bytes, Origin.LOCAL, Backend.ANY);
    }

    @Test
    void unknown_intents_and_hostile_names_are_refused_in_words() throws IOException {
        Intent plain = Wish.run("names", "unknown");
        Intent unknown = new Intent(
                plain.id(),
                plain.session(),
                "no:such",
                plain.fromAint(),
                plain.origin(),
                plain.lane(),
                plain.node(),
                plain.payload(),
                plain.timeoutMillis(),
                plain.memoryMib(),
                plain.backend(),
                plain.createdAt(),
                plain.nonce());
        Erin refused = answer(unknown).content().erin();
        assertThat(refused).isInstanceOf(Erin.Refused.class);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.reason()).contains("no:such");
        var forgery = new Forgery("intent", Intents.sealed(plain, ground.local), ground.local);
        List<byte[]> hostile = Stream.of(
                        "", " ", "a\nb", "\u0000", "../../etc", "x".repeat(129), "\u202e", "{\"a\":1}", "é")
                .flatMap(text -> Stream.of(forgery.with("session", text), forgery.with("id", text)))
                .toList();
        Plain.write(ground.bus, Topic.INTENTS, 5, "hostile".getBytes(StandardCharsets.UTF_8), hostile);
        theRoadGoesOn("after");
        List<DeadLetter> letters = Awaitility.await()
                .atMost(SOON)
                .until(() -> letters().getOrDefault(Topic.INTENTS.topicName(), List.of()), some -> !some.isEmpty());
        // Two of the nine are visible ASCII, odd as they are, and are intents like others.
        assertThat(letters).hasSize(14);
        Audit audit = ground.audit();
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.tokens().values()).allMatch(tokens -> tokens.size() == 1);
    }
}
