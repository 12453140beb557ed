package dev.airlock.gateway.mux;

import static dev.airlock.gateway.mux.Tokens.output;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.Samples;
import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.KeyTerm.Revocation;
import dev.airlock.schemas.keys.KeyTerm.Why;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Signed;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RoadExchangeTest {
    private static final IntentKey KEY = new IntentKey("s", "i");

    private final List<byte[]> published = new ArrayList<>();
    private final List<byte[]> cancelled = new ArrayList<>();
    private final List<Optional<TraceContext>> traces = new ArrayList<>();
    private final Client client = new Client("c", "127.0.0.1");
    private final List<RefusalKind> refused = new ArrayList<>();
    private Optional<String> busFailure = Optional.empty();

    private RoadExchange exchange(int waitingMax, Duration answerTime, Signature signature) {
        return exchange(waitingMax, answerTime, signature, Samples.RING);
    }

    private RoadExchange exchange(int waitingMax, Duration answerTime, Signature signature, KeyRing ring) {
        var config = new MuxConfig(
                "127.0.0.1",
                0,
                true,
                "n",
                10,
                10,
                waitingMax,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                answerTime);
        return new RoadExchange(
                config,
                signature,
                (_, record, trace) -> {
                    traces.add(trace);
                    published.add(record);
                    return CompletableFuture.completedStage(busFailure);
                },
                (_, record, _) -> {
                    cancelled.add(record);
                    return CompletableFuture.completedStage(busFailure);
                },
                (_, _, _, refusal) -> {
                    refused.add(refusal.kind());
                    return CompletableFuture.completedStage(Optional.empty());
                },
                new TokenReader(ring),
                InstantSource.fixed(Samples.NOW));
    }

    private RoadExchange exchange() {
        return exchange(10, Duration.ofSeconds(20), new Signature.Local(Samples.LOCAL));
    }

    private static FrameRead frame(int channel, String payload, Optional<String> id) {
        return new FrameRead.Good(new Frame(
                channel,
                "code:execute",
                "agent.aint",
                Bytes.of(Tokens.utf8(payload)),
                Optional.empty(),
                Optional.of("s"),
                id,
                0,
                0,
                Backend.ANY));
    }

    private CompletableFuture<Answer> submit(RoadExchange exchange, FrameRead frame) {
        return exchange.submit(frame, new byte[0], client, LiveOutput.none()).toCompletableFuture();
    }

    private static Answer answered(CompletableFuture<Answer> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static Intents.Opened opened(byte[] record) {
        if (Intents.open(record, Samples.RING) instanceof Good<Intents.Opened>(Intents.Opened opened)) {
            return opened;
        }
        throw new AssertionError("no record");
    }

    /** The token of what was published first, under this key. */
    private Token own(IntentKey key, String payload, String printed) {
        return Tokens.ran(opened(published.getFirst()).intentHash(), key, payload, printed);
    }

    private static Intent intent(String payload) {
        return new Intent(
                "i",
                "s",
                "code:execute",
                "me",
                Origin.LOCAL,
                Lane.BUS,
                "",
                Bytes.of(Tokens.utf8(payload)),
                0,
                0,
                Backend.ANY,
                Samples.NOW,
                "n");
    }

    private CompletableFuture<Answer> submit(RoadExchange exchange, byte[] record) {
        return exchange.submit(opened(record), record, client, LiveOutput.none())
                .toCompletableFuture();
    }

    private static Intent with(Intent intent, String file) {
        return intent.with(List.of(new NamedFile("data.txt", Bytes.of(Tokens.utf8(file)))), List.of());
    }

    @Test
    void a_signed_intent_is_published_byte_for_byte_and_answered_with_its_token() throws Exception {
        RoadExchange exchange = exchange(10, Duration.ofSeconds(20), new Signature.None());
        byte[] record = Intents.sealed(intent("print(1)"), Samples.LOCAL);
        var answer = submit(exchange, record);
        assertThat(published).containsExactly(record);
        Token token = own(KEY, "print(1)", "");
        exchange.token(token.record(), Samples.NOW);
        assertThat(answered(answer).token()).contains(token.record());
    }

    @Test
    void what_the_bus_took_up_after_its_key_was_known_to_be_stolen_is_no_answer_whatever_time_it_names()
            throws Exception {
        Instant stolen = Samples.NOW.plusSeconds(60);
        var term = new KeyTerm(
                Instant.EPOCH,
                Optional.empty(),
                Optional.of(new Revocation(stolen, Why.COMPROMISED, "a laptop was stolen")));
        KeyRing ring = KeyRing.of(
                Map.of(Samples.EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor")),
                Map.of(Samples.EXECUTOR.id(), term));
        RoadExchange exchange = exchange(10, Duration.ofSeconds(20), new Signature.Local(Samples.LOCAL), ring);
        var answer = submit(exchange, frame(7, "print(1)", Optional.of("i")));
        Token token = own(KEY, "print(1)", "");
        exchange.token(token.record(), stolen.plusSeconds(1));
        assertThat(answer).isNotDone();
        exchange.token(token.record(), stolen.minusSeconds(1));
        assertThat(answered(answer).token()).contains(token.record());
    }

    @Test
    void the_token_under_the_intents_id_is_the_answer_with_its_output() throws Exception {
        RoadExchange exchange = exchange();
        var answer = submit(exchange, frame(7, "print(1)", Optional.of("i")));
        Token token = own(KEY, "print(1)", "1\n");
        exchange.output(output(token, "1\n"));
        assertThat(answer).isNotDone();
        exchange.token(token.record(), Samples.NOW);
        assertThat(answered(answer))
                .isEqualTo(new Answer(
                        7, 200, "code:execute", Optional.of(token.record()), Optional.of(output(token, "1\n")), ""));
    }

    @Test
    void the_intent_is_signed_by_the_principal_and_has_its_origin() {
        var _ = submit(exchange(), frame(7, "print(1)", Optional.of("i")));
        assertThat(Intents.open(published.getFirst(), Samples.RING))
                .isInstanceOfSatisfying(Good.class, good -> assertThat(good.value())
                        .isInstanceOfSatisfying(Intents.Opened.class, opened -> {
                            assertThat(opened.caller()).isInstanceOf(Intents.Caller.Known.class);
                            assertThat(opened.intent().origin()).isEqualTo(Origin.LOCAL);
                            assertThat(opened.intent().key()).isEqualTo(KEY);
                        }));
    }

    @Test
    void without_a_principal_the_intent_is_unsigned_and_external_ai() {
        var _ = submit(
                exchange(10, Duration.ofSeconds(20), new Signature.None()), frame(7, "print(1)", Optional.of("i")));
        assertThat(Intents.open(published.getFirst(), Samples.RING))
                .isInstanceOfSatisfying(Good.class, good -> assertThat(good.value())
                        .isInstanceOfSatisfying(Intents.Opened.class, opened -> {
                            assertThat(opened.caller()).isInstanceOf(Intents.Caller.Unknown.class);
                            assertThat(opened.intent().origin()).isEqualTo(Origin.EXTERNAL_AI);
                        }));
    }

    @Test
    void the_same_frame_again_gets_the_same_token_and_is_not_published_again() throws Exception {
        RoadExchange exchange = exchange();
        var first = submit(exchange, frame(1, "print(1)", Optional.of("i")));
        var second = submit(exchange, frame(2, "print(1)", Optional.of("i")));
        Token token = own(KEY, "print(1)", "");
        exchange.token(token.record(), Samples.NOW);
        var third = submit(exchange, frame(3, "print(1)", Optional.of("i")));
        assertThat(published).hasSize(1);
        for (var answer : List.of(first, second, third)) {
            assertThat(answered(answer).token()).contains(token.record());
        }
        assertThat(answered(third).channelId()).isEqualTo(3);
    }

    @Test
    void another_wish_under_the_same_id_is_refused() {
        RoadExchange exchange = exchange();
        var _ = submit(exchange, frame(1, "print(1)", Optional.of("i")));
        var _ = submit(exchange, frame(2, "print(2)", Optional.of("i")));
        exchange.token(own(KEY, "print(1)", "").record(), Samples.NOW);
        var _ = submit(exchange, frame(3, "print(2)", Optional.of("i")));
        assertThat(refused).containsExactly(RefusalKind.DUPLICATE, RefusalKind.DUPLICATE);
        assertThat(published).hasSize(1);
    }

    @Test
    void a_stranger_who_knows_id_and_program_gets_neither_token_nor_output() throws Exception {
        RoadExchange exchange = exchange(10, Duration.ofSeconds(20), new Signature.None());
        Intent mine = intent("print(1)");
        var signed = submit(exchange, Intents.sealed(mine, Samples.LOCAL));
        for (int look = 0; look < 2; look++) {
            for (var strangers : List.of(
                    submit(exchange, Intents.unsigned(mine)),
                    submit(exchange, Intents.sealed(mine, Samples.OPERATOR)),
                    submit(exchange, frame(7, "print(1)", Optional.of("i"))))) {
                Answer answer = answered(strangers);
                assertThat(answer.token()).isEmpty();
                assertThat(answer.output()).isEmpty();
            }
            if (look == 0) {
                Token token = own(KEY, "print(1)", "1\n");
                exchange.output(output(token, "1\n"));
                exchange.token(token.record(), Samples.NOW);
            }
        }
        assertThat(answered(signed).output()).isPresent();
        assertThat(published).hasSize(1);
        assertThat(refused).hasSize(6).containsOnly(RefusalKind.DUPLICATE);
    }

    @Test
    void a_retry_with_other_files_is_another_wish() throws Exception {
        RoadExchange exchange = exchange();
        byte[] record = Intents.sealed(with(intent("print(1)"), "one"), Samples.LOCAL);
        var first = submit(exchange, record);
        byte[] other = Intents.sealed(with(intent("print(1)"), "two"), Samples.LOCAL);
        assertThat(answered(submit(exchange, other)).token()).isEmpty();
        Token token = own(KEY, "print(1)", "");
        exchange.token(token.record(), Samples.NOW);
        assertThat(answered(first).token()).contains(token.record());
        assertThat(answered(submit(exchange, other)).token()).isEmpty();
        assertThat(answered(submit(exchange, record)).token()).contains(token.record());
        assertThat(refused).containsExactly(RefusalKind.DUPLICATE, RefusalKind.DUPLICATE);
    }

    @Test
    void who_took_the_id_first_by_another_door_answers_nobody_here() throws Exception {
        RoadExchange exchange = exchange();
        byte[] record = Intents.sealed(intent("print(1)"), Samples.LOCAL);
        var signed = submit(exchange, record);
        Token strangers = Tokens.ran(opened(record).intentHash(), "anonymous", KEY, "print(1)", "");
        exchange.token(strangers.record(), Samples.NOW);
        assertThat(answered(signed).token()).isEmpty();
        assertThat(answered(submit(exchange, record)).token()).isEmpty();
        assertThat(answered(submit(exchange, frame(7, "print(1)", Optional.of("i"))))
                        .token())
                .isEmpty();
        assertThat(refused).hasSize(3).containsOnly(RefusalKind.DUPLICATE);
    }

    @Test
    void a_frames_token_is_that_of_the_intent_which_was_made_of_it() throws Exception {
        RoadExchange exchange = exchange();
        var answer = submit(exchange, frame(1, "print(1)", Optional.of("i")));
        byte[] another = Intents.sealed(intent("print(1)"), Samples.LOCAL);
        exchange.token(
                Tokens.ran(opened(another).intentHash(), KEY, "print(1)", "").record(), Samples.NOW);
        assertThat(answered(answer).token()).isEmpty();
        assertThat(refused).containsExactly(RefusalKind.DUPLICATE);
    }

    @Test
    void a_frame_that_is_published_again_has_its_token_whichever_of_its_intents_was_first() throws Exception {
        RoadExchange exchange = exchange(10, Duration.ofMillis(50), new Signature.None());
        for (int i = 0; i < 2; i++) {
            assertThat(answered(submit(exchange, frame(1, "print(1)", Optional.of("i"))))
                            .status())
                    .isEqualTo(503);
        }
        assertThat(published).hasSize(2);
        Token token = own(KEY, "print(1)", "");
        exchange.token(token.record(), Samples.NOW);
        assertThat(answered(submit(exchange, frame(1, "print(1)", Optional.of("i"))))
                        .token())
                .contains(token.record());
    }

    @Test
    void too_many_who_wait_are_refused() {
        RoadExchange exchange = exchange(1, Duration.ofSeconds(20), new Signature.None());
        var _ = submit(exchange, frame(1, "print(1)", Optional.empty()));
        var _ = submit(exchange, frame(2, "print(1)", Optional.empty()));
        assertThat(refused).containsExactly(RefusalKind.CAPACITY);
    }

    @Test
    void when_the_bus_cannot_be_reached_the_answer_is_503_and_names_the_id() throws Exception {
        busFailure = Optional.of("bus nowhere:1: it is not there");
        Answer answer = answered(submit(exchange(), frame(1, "print(1)", Optional.of("i"))));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.token()).isEmpty();
        assertThat(answer.note()).contains("nowhere:1").contains("s/i");
    }

    @Test
    void a_token_that_does_not_come_in_time_is_503_and_can_be_asked_for_again() throws Exception {
        RoadExchange exchange = exchange(10, Duration.ofMillis(50), new Signature.None());
        Answer late = answered(submit(exchange, frame(1, "print(1)", Optional.of("i"))));
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.note()).contains("it will still come").contains("s/i");
        Token token = own(KEY, "print(1)", "");
        exchange.token(token.record(), Samples.NOW);
        assertThat(answered(submit(exchange, frame(2, "print(1)", Optional.of("i"))))
                        .token())
                .contains(token.record());
        assertThat(published).hasSize(1);
    }

    @Test
    void a_token_that_is_not_what_its_record_says_is_no_answer() {
        RoadExchange exchange = exchange();
        var answer = submit(exchange, frame(1, "print(1)", Optional.of("i")));
        TokenRecord other = own(new IntentKey("s", "other"), "print(1)", "").record();
        exchange.token(
                new TokenRecord(
                        "s",
                        "i",
                        other.tokenId(),
                        other.tokenType(),
                        other.status(),
                        other.epoch(),
                        other.sequence(),
                        other.canonical(),
                        other.hash(),
                        other.keyId(),
                        other.signature()),
                Samples.NOW);
        assertThat(answer).isNotDone();
    }

    @Test
    void a_wish_is_published_in_its_own_trace_or_else_in_that_of_its_request() {
        Optional<TraceContext> own = trace("a");
        Optional<TraceContext> requests = trace("b");
        var traced = new Client("c", "127.0.0.1", requests);
        RoadExchange exchange = exchange();
        for (Optional<TraceContext> given : List.of(own, Optional.<TraceContext>empty())) {
            var frame = new FrameRead.Good(new Frame(
                    7,
                    "code:execute",
                    "agent.aint",
                    Bytes.of(Tokens.utf8("print(1)")),
                    Optional.empty(),
                    Optional.of("s"),
                    Optional.empty(),
                    0,
                    0,
                    Backend.ANY,
                    false,
                    false,
                    List.of(),
                    given));
            var _ = exchange.submit(frame, new byte[0], traced, LiveOutput.none());
        }
        assertThat(traces).containsExactly(own, requests);
    }

    private static Optional<TraceContext> trace(String digit) {
        return TraceContext.of(List.of("00-" + digit.repeat(32) + "-00f067aa0ba902b7-01"), List.of());
    }

    @Test
    void an_output_that_is_not_the_tokens_is_not_shown() throws Exception {
        RoadExchange exchange = exchange();
        var answer = submit(exchange, frame(1, "print(1)", Optional.of("i")));
        Token token = own(KEY, "print(1)", "1\n");
        Output forged = output(token, "2\n");
        exchange.output(forged);
        exchange.token(token.record(), Samples.NOW);
        assertThat(answered(answer).output()).isEmpty();
        assertThat(answered(answer).note()).contains("airlock outputs i");
    }

    private static FrameRead cancelOnClose() {
        return new FrameRead.Good(new Frame(
                7,
                "code:execute",
                "agent.aint",
                Bytes.of(Tokens.utf8("print(1)")),
                Optional.empty(),
                Optional.of("s"),
                Optional.of("i"),
                0,
                0,
                Backend.ANY,
                true,
                false,
                List.of(),
                Optional.empty()));
    }

    private static IntentKey cancelled(byte[] record) {
        return Codecs.CANCEL.open(record, Samples.RING) instanceof Good<Signed<Cancel>>(Signed<Cancel> signed)
                        && signed.keyId().equals(Samples.LOCAL.id())
                ? signed.value().key()
                : new IntentKey("none", "none");
    }

    @Test
    void a_cancel_is_signed_and_published_once_for_what_is_under_way_and_answered_otherwise() throws Exception {
        RoadExchange exchange = exchange();
        var cancel = new FrameRead.Cancel(8, Optional.of("s"), "i");
        assertThat(answered(submit(exchange, cancel)).cancel()).contains("unknown");
        assertThat(answered(submit(exchange, cancel)).status()).isEqualTo(400);
        var answer = submit(exchange, frame(7, "print(1)", Optional.of("i")));
        assertThat(answered(submit(exchange, cancel)).cancel()).contains("asked");
        assertThat(cancelled).extracting(RoadExchangeTest::cancelled).containsExactly(KEY);
        exchange.token(own(KEY, "print(1)", "").record(), Samples.NOW);
        assertThat(answered(answer).status()).isEqualTo(200);
        assertThat(answered(submit(exchange, cancel)).cancel()).contains("ended");
        assertThat(cancelled).hasSize(1);
    }

    @Test
    void a_connection_that_ends_cancels_what_it_asked_for_and_only_while_it_waits() throws Exception {
        RoadExchange exchange = exchange();
        var answer = submit(exchange, cancelOnClose());
        client.goes();
        client.goes();
        assertThat(cancelled).extracting(RoadExchangeTest::cancelled).containsExactly(KEY);
        exchange.token(own(KEY, "print(1)", "").record(), Samples.NOW);
        assertThat(answered(answer).status()).isEqualTo(200);
        var other = new Client("other", "127.0.0.1");
        var again = exchange.submit(frame(9, "print(1)", Optional.of("j")), new byte[0], other, LiveOutput.none());
        other.goes();
        assertThat(again.toCompletableFuture()).isNotDone();
        assertThat(cancelled).hasSize(1);
    }

    @Test
    void where_nobody_signs_nothing_can_be_cancelled_by_a_frame() throws Exception {
        RoadExchange exchange = exchange(10, Duration.ofSeconds(20), new Signature.None());
        var _ = submit(exchange, frame(7, "print(1)", Optional.of("i")));
        assertThat(answered(submit(exchange, new FrameRead.Cancel(8, Optional.of("s"), "i")))
                        .cancel())
                .contains("not_yours");
        var _ = submit(exchange, cancelOnClose());
        assertThat(refused).containsExactly(RefusalKind.MALFORMED);
        assertThat(cancelled).isEmpty();
    }

    @Test
    void what_brought_another_signature_is_not_the_listeners_to_cancel() throws Exception {
        RoadExchange exchange = exchange();
        var _ = submit(exchange, Intents.sealed(intent("print(1)"), Samples.OPERATOR));
        Answer answer = answered(submit(exchange, new FrameRead.Cancel(8, Optional.of("s"), "i")));
        assertThat(answer.cancel()).contains("not_yours");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(cancelled).isEmpty();
    }

    @Test
    void whoever_sends_a_copy_to_a_listener_for_strangers_is_not_shown_what_the_program_wrote() throws Exception {
        for (Signature signature : List.of(new Signature.None(), new Signature.Local(Samples.LOCAL))) {
            published.clear();
            RoadExchange exchange = exchange(10, Duration.ofSeconds(20), signature);
            byte[] record = Intents.sealed(intent("print(1)"), Samples.LOCAL);
            var first = submit(exchange, record);
            var copy = submit(exchange, record);
            Token token = own(KEY, "print(1)", "1\n");
            exchange.output(output(token, "1\n"));
            exchange.token(token.record(), Samples.NOW);
            assertThat(answered(first).output()).isPresent();
            assertThat(answered(copy).token()).contains(token.record());
            boolean shown = signature instanceof Signature.Local;
            assertThat(answered(copy).output().isPresent()).isEqualTo(shown);
            assertThat(answered(copy).note())
                    .isEqualTo(shown ? "" : "the output is not in this answer: airlock outputs i");
        }
    }

    @Test
    void a_wish_that_waits_keeps_neither_its_bytes_nor_its_program() {
        RoadExchange exchange = exchange(100, Duration.ofSeconds(60), new Signature.Local(Samples.LOCAL));
        var answers = new ArrayList<CompletableFuture<Answer>>();
        long before = used();
        for (int i = 0; i < 40; i++) {
            FrameRead frame = frame(i, "x".repeat(1 << 20), Optional.of("i" + i));
            answers.add(exchange.submit(frame, new byte[1 << 20], client, LiveOutput.none())
                    .toCompletableFuture());
            published.clear();
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> used() - before < 20 << 20);
        assertThat(answers).noneMatch(CompletableFuture::isDone);
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
