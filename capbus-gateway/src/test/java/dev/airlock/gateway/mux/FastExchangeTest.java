package dev.airlock.gateway.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.gateway.Samples;
import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.lane.Attendance;
import dev.airlock.lane.Conclusion;
import dev.airlock.lane.FastLane;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Rights;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.wire.Delegations;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.schemas.wire.Intents;
import java.lang.ref.WeakReference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FastExchangeTest {
    private static final Output OUTPUT =
            new Output("s", "i", "t", Bytes.of(new byte[] {'4'}), Bytes.EMPTY, false, "sha256:0");

    private final OneAnswerLane lane = new OneAnswerLane();
    private final Intents.Caller local =
            new Intents.Caller.Known(new CallerKeys.Speaker("local", Origin.LOCAL), Samples.INGRESS.id());
    private final Client client = new Client("connection", "127.0.0.1");
    private final LiveOutput live = LiveOutput.of(() -> {});
    private final FastExchange exchange =
            new FastExchange(lane, local, Samples.RING, Origin.LOCAL, Samples::stale, InstantSource.fixed(Samples.NOW));

    /** A lane that says what it is told to say, and seals refusals for real. */
    private static final class OneAnswerLane implements FastLane {
        private final List<Intents.Opened> taken = new ArrayList<>();
        private final List<GatewayEvent> events = new ArrayList<>();
        private final List<Conclusion> concluded = new ArrayList<>();
        private Said says = new Said.Taken();
        private boolean copies;
        private boolean broken;
        private boolean atHand = true;
        private CompletionStage<Said> later = CompletableFuture.completedStage(new Said.Taken());
        private boolean holds;
        private final List<Attendance> attendances = new ArrayList<>();
        private final List<Canceller> cancellers = new ArrayList<>();
        private final List<Canceller> cancellersById = new ArrayList<>();
        private Cancelled becomes = Cancelled.ASKED;
        private Set<IntentKey> unknown = Set.of();
        /** Whom alone it lets cancel; empty for everybody. */
        private Optional<Canceller> sender = Optional.empty();

        private Meant meant = new Meant(Cancelled.UNKNOWN, Optional.empty());

        @Override
        public Entrance entrance() {
            return Entrance.fast("node-a");
        }

        @Override
        public boolean atHand() {
            return atHand;
        }

        @Override
        public CompletionStage<Said> take(Intents.Opened intent, Bytes record, Attendance attendance) {
            taken.add(intent);
            attendances.add(attendance);
            if (copies) {
                attendance.waitsForAnothers();
            }
            assertThat(Hashes.sha256(record.toArray())).isEqualTo(intent.intentHash());
            return holds ? later : CompletableFuture.completedStage(says);
        }

        @Override
        public Cancelled cancel(IntentKey key, Canceller by) {
            cancellers.add(by);
            if (unknown.contains(key)) {
                return Cancelled.UNKNOWN;
            }
            return sender.isEmpty() || sender.get().equals(by) ? becomes : Cancelled.NOT_YOURS;
        }

        @Override
        public Meant cancel(String id, Canceller by) {
            cancellersById.add(by);
            return meant;
        }

        @Override
        public CompletionStage<Said> conclude(Conclusion conclusion) {
            concluded.add(conclusion);
            return CompletableFuture.completedStage(
                    broken
                            ? new Said.Silent("the disk is broken")
                            : new Said.Journaled(told(conclusion), Optional.empty()));
        }

        private TokenRecord told(Conclusion conclusion) {
            Token token = seal(conclusion);
            conclusion.event(token).ifPresent(events::add);
            return token.record();
        }

        private static TokenRecord sealed(Conclusion conclusion) {
            return seal(conclusion).record();
        }

        private static Token seal(Conclusion conclusion) {
            var seal = new Conclusion.Seal(
                    new TokenId(UUID.randomUUID().toString()), "jis:airlock:executor:e", Samples.NOW);
            var head = ChainHead.genesis(new ChainName(Samples.INGRESS.id(), Lane.FAST, 0));
            return Sealer.seal(conclusion.token(seal), head, Samples.INGRESS).token();
        }
    }

    private static Frame frame(Optional<String> session, Optional<String> id) {
        return new Frame(
                7,
                "code:execute",
                "me.aint",
                Bytes.of(new byte[] {1}),
                Optional.empty(),
                session,
                id,
                0,
                0,
                Backend.ANY);
    }

    private static Frame within(Frame frame, int timeoutMillis, int memoryMib) {
        return new Frame(
                frame.channelId(),
                frame.intent(),
                frame.fromAint(),
                frame.payload(),
                frame.origin(),
                frame.session(),
                frame.id(),
                timeoutMillis,
                memoryMib,
                Backend.ANY);
    }

    private static Frame delegated(Frame frame) {
        var said = new Delegation(
                Optional.empty(),
                Samples.INGRESS.id().value(),
                "its-key",
                new Rights(List.of("code:execute"), 64, 1_000, Origin.LOCAL),
                Samples.NOW,
                1,
                0,
                "0".repeat(16));
        return new Frame(
                frame.channelId(),
                frame.intent(),
                frame.fromAint(),
                frame.payload(),
                frame.origin(),
                frame.session(),
                frame.id(),
                0,
                0,
                Backend.ANY,
                false,
                false,
                List.of(Delegations.signed(said, Samples.INGRESS)),
                Optional.empty());
    }

    private Answer submit(FrameRead read) {
        return exchange.submit(read, new byte[] {'{', '}'}, client, LiveOutput.none())
                .toCompletableFuture()
                .join();
    }

    private Answer submit() {
        return submit(new FrameRead.Good(frame(Optional.of("s"), Optional.of("i"))));
    }

    @Test
    void a_frame_becomes_an_intent_of_this_node_whose_caller_the_listener_vouches_for() {
        submit();
        Intents.Opened taken = lane.taken.getFirst();
        assertThat(taken.intent().lane()).isEqualTo(Lane.FAST);
        assertThat(taken.intent().node()).isEqualTo("node-a");
        assertThat(taken.intent().key().text()).isEqualTo("s/i");
        assertThat(taken.caller()).isEqualTo(local);
        submit(new FrameRead.Good(frame(Optional.empty(), Optional.empty())));
        assertThat(lane.taken.getLast().intent().session()).isEqualTo("connection");
    }

    @Test
    void a_frame_is_brief_that_takes_some_microseconds() {
        Frame frame = frame(Optional.of("s"), Optional.of("i"));
        byte[] most = new byte[4 << 10];

        assertThat(exchange.isBrief(new FrameRead.Good(frame), most)).isTrue();
        assertThat(exchange.isBrief(new FrameRead.Good(frame), new byte[most.length + 1]))
                .as("what takes long to screen")
                .isFalse();
        assertThat(exchange.isBrief(new FrameRead.Good(delegated(frame)), most))
                .as("with a signature to verify")
                .isFalse();
        assertThat(exchange.isBrief(new FrameRead.Good(within(frame, 1, 0)), most))
                .as("about which policies are asked anew")
                .isFalse();
        assertThat(exchange.isBrief(new FrameRead.Good(within(frame, 0, 1)), most))
                .isFalse();
        assertThat(exchange.isBrief(FrameRead.Bad.unframed("no frame"), most)).isFalse();
        lane.atHand = false;
        assertThat(exchange.isBrief(new FrameRead.Good(frame), most))
                .as("while what is decided by may be waited for")
                .isFalse();
        lane.atHand = true;
        assertThat(exchange.isBrief(new FrameRead.Cancel(7, Optional.empty(), "i"), most))
                .isFalse();
    }

    @Test
    void the_files_of_a_frame_are_in_its_intent_and_tell_it_from_one_without() {
        var file = new NamedFile("data.txt", Bytes.of(new byte[] {1, 2}));
        Frame plain = frame(Optional.of("s"), Optional.of("i"));
        submit(new FrameRead.Good(new Frame(
                plain.channelId(),
                plain.intent(),
                plain.fromAint(),
                plain.payload(),
                plain.origin(),
                plain.session(),
                plain.id(),
                0,
                0,
                Backend.ANY,
                false,
                false,
                List.of(),
                List.of(file),
                List.of("out.txt"),
                Optional.empty())));
        submit();
        Intents.Opened with = lane.taken.getFirst();
        assertThat(with.intent().inputs()).containsExactly(file);
        assertThat(with.intent().outputs()).containsExactly("out.txt");
        assertThat(with.contentHash()).isNotEqualTo(lane.taken.getLast().contentHash());
        assertThat(with.payloadHash()).isEqualTo(lane.taken.getLast().payloadHash());
    }

    @Test
    void a_signed_intent_is_taken_as_it_came_and_nobody_vouches_for_it() {
        var signed = new Intent(
                "i",
                "s",
                "code:execute",
                "me",
                Origin.LOCAL,
                Lane.FAST,
                "node-a",
                Bytes.of(new byte[] {1}),
                0,
                0,
                Backend.ANY,
                Samples.NOW,
                "n");
        var opened = Intents.vouched(signed, Intents.body(signed), new Intents.Caller.Unknown());
        byte[] record = Intents.body(signed);
        Answer answer = exchange.submit(opened, record, client, live)
                .toCompletableFuture()
                .join();
        assertThat(lane.taken).containsExactly(opened);
        assertThat(answer.status()).isEqualTo(400); // the lane says that the id is taken
        assertThat(lane.concluded).hasSize(1);
    }

    private FastExchange forStrangers() {
        return new FastExchange(
                lane,
                new Intents.Caller.Unknown(),
                Samples.RING,
                Origin.EXTERNAL_AI,
                Samples::stale,
                InstantSource.fixed(Samples.NOW));
    }

    private Answer copied(FastExchange door) {
        return door.submit(
                        new FrameRead.Good(frame(Optional.of("s"), Optional.of("i"))),
                        new byte[0],
                        client,
                        LiveOutput.none())
                .toCompletableFuture()
                .join();
    }

    @Test
    void whoever_sends_a_copy_to_a_listener_for_strangers_is_not_shown_what_the_program_wrote() {
        TokenRecord token = OneAnswerLane.sealed(new RefusedFrame(
                new IntentKey("s", "i"),
                FrameRead.Bad.unframed("x"),
                Sha256.of(new byte[0]),
                Origin.LOCAL,
                Samples.stale(),
                new Refusal(RefusalKind.POSTURE, "switch", "closed")));
        lane.says = new FastLane.Said.Journaled(token, Optional.of(OUTPUT));
        assertThat(copied(forStrangers()).output()).as("the first one").contains(OUTPUT);
        lane.copies = true;
        assertThat(copied(forStrangers())).satisfies(answer -> {
            assertThat(answer.token()).contains(token);
            assertThat(answer.output()).isEmpty();
            assertThat(answer.note()).contains("airlock outputs i");
        });
        assertThat(copied(exchange).output()).as("one's own machine").contains(OUTPUT);
    }

    @Test
    void a_wish_that_waits_keeps_nothing_of_the_bytes_that_asked_for_it() {
        lane.holds = true;
        lane.later = new CompletableFuture<>();
        byte[] bytes = new byte[1 << 20];
        var kept = new WeakReference<>(bytes);
        var answer = exchange.submit(
                new FrameRead.Good(frame(Optional.of("s"), Optional.of("i"))), bytes, client, LiveOutput.none());
        bytes = new byte[0];
        await().until(() -> {
            System.gc();
            return kept.get() == null;
        });
        assertThat(answer.toCompletableFuture()).isNotDone();
        assertThat(bytes).isEmpty();
    }

    @Test
    void what_is_journaled_is_answered_with_its_token_and_its_output() {
        TokenRecord token = OneAnswerLane.sealed(new RefusedFrame(
                new IntentKey("s", "i"),
                FrameRead.Bad.unframed("x"),
                Sha256.of(new byte[0]),
                Origin.LOCAL,
                Samples.stale(),
                new Refusal(RefusalKind.POSTURE, "switch", "closed")));
        lane.says = new FastLane.Said.Journaled(token, Optional.of(OUTPUT));
        Answer answer = submit();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.token()).contains(token);
        assertThat(answer.output()).contains(OUTPUT);
        assertThat(answer.note()).isEmpty();
        assertThat(answer.channelId()).isEqualTo(7);
    }

    @Test
    void another_intent_under_the_same_id_is_refused_with_a_token_of_its_own_name() throws Exception {
        lane.says = new FastLane.Said.Taken();
        Answer answer = submit();
        assertThat(answer.status()).isEqualTo(400);
        var token = new TokenReader(Samples.RING).read(answer.token().orElseThrow());
        assertThat(token.content().eraan().key().session()).isEqualTo("mux-node-a");
        assertThat(token.content().eromheen().lane()).isEqualTo(Lane.FAST);
    }

    @Test
    void no_room_and_no_capacity_are_503_with_a_token_and_the_intent_may_come_again() {
        lane.says = new FastLane.Said.Busy(new Refusal(RefusalKind.CAPACITY, "waiting_max", "try again later"));
        Answer answer = submit();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.token()).isPresent();
        assertThat(answer.token().get().session()).isEqualTo("mux-node-a");
    }

    @Test
    void what_is_not_journaled_is_never_answered_as_done() {
        lane.says = new FastLane.Said.Silent("the disk is broken");
        Answer answer = submit();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.token()).isEmpty();
        assertThat(answer.output()).isEmpty();
        assertThat(answer.note()).contains("the disk is broken").contains("s/i");
    }

    @Test
    void a_frame_that_nobody_can_read_is_400_with_a_token_and_503_without_a_disk() {
        Answer answer = submit(FrameRead.Bad.unframed("no frame"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(lane.events).singleElement().satisfies(event -> assertThat(event.eventId())
                .isEqualTo("refusal_" + answer.token().orElseThrow().tokenId()));
        lane.broken = true;
        assertThat(submit(FrameRead.Bad.unframed("no frame")).status()).isEqualTo(503);
        assertThat(lane.taken).isEmpty();
    }

    private CompletableFuture<FastLane.Said> hold(boolean cancelOnClose) {
        var said = new CompletableFuture<FastLane.Said>();
        lane.holds = true;
        lane.later = said;
        Frame plain = frame(Optional.of("s"), Optional.of("i"));
        var _ = exchange.submit(
                new FrameRead.Good(new Frame(
                        plain.channelId(),
                        plain.intent(),
                        plain.fromAint(),
                        plain.payload(),
                        plain.origin(),
                        plain.session(),
                        plain.id(),
                        0,
                        0,
                        Backend.ANY,
                        cancelOnClose,
                        true,
                        List.of(),
                        Optional.empty())),
                new byte[0],
                client,
                live);
        return said;
    }

    @Test
    void a_cancel_by_the_connection_that_sent_it_is_that_of_the_sender() {
        var _ = hold(false);
        Answer answer = submit(new FrameRead.Cancel(9, Optional.of("s"), "i"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.cancel()).contains("asked");
        assertThat(answer.channelId()).isEqualTo(9);
        assertThat(lane.cancellers).containsExactly(new FastLane.Canceller.Sender(lane.attendances.getFirst()));
    }

    @Test
    void a_cancel_by_another_connection_is_that_of_the_listeners_principal_and_of_nobody_if_there_is_none() {
        lane.becomes = FastLane.Cancelled.NOT_YOURS;
        Answer answer = submit(new FrameRead.Cancel(9, Optional.of("s"), "i"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.cancel()).contains("not_yours");
        assertThat(lane.cancellers).singleElement().isInstanceOf(FastLane.Canceller.Principal.class);
        var open = new FastExchange(
                lane,
                new Intents.Caller.Unknown(),
                Samples.RING,
                Origin.EXTERNAL_AI,
                Samples::stale,
                InstantSource.fixed(Samples.NOW));
        Answer nobody = open.submit(
                        new FrameRead.Cancel(9, Optional.of("s"), "i"), new byte[0], client, LiveOutput.none())
                .toCompletableFuture()
                .join();
        assertThat(nobody.status()).isEqualTo(400);
        assertThat(nobody.cancel()).contains("unknown");
        assertThat(lane.cancellers).hasSize(1);
    }

    @Test
    void a_bare_id_means_the_one_of_the_connection_whatever_its_session() {
        var _ = hold(false);
        lane.unknown = Set.of(new IntentKey("connection", "i"));
        Answer answer = submit(new FrameRead.Cancel(9, Optional.empty(), "i"));
        assertThat(answer.cancel()).contains("asked");
        assertThat(answer.meant()).contains(new IntentKey("s", "i"));
        assertThat(lane.cancellers.getLast()).isEqualTo(new FastLane.Canceller.Sender(lane.attendances.getFirst()));
        assertThat(lane.cancellersById).isEmpty();
    }

    @Test
    void copies_of_a_frame_on_one_connection_are_one_to_cancel_whichever_of_them_the_lane_took() {
        lane.holds = true;
        lane.later = new CompletableFuture<>();
        for (int copy = 0; copy < 5; copy++) {
            var _ = exchange.submit(
                    new FrameRead.Good(frame(Optional.of("s"), Optional.of("i"))),
                    new byte[] {'{', '}'},
                    client,
                    LiveOutput.none());
        }
        var first = new FastLane.Canceller.Sender(lane.attendances.getFirst());
        lane.sender = Optional.of(first);
        lane.unknown = Set.of(new IntentKey("connection", "i"));
        var nobodys = new FastExchange(
                lane,
                new Intents.Caller.Unknown(),
                Samples.RING,
                Origin.EXTERNAL_AI,
                Samples::stale,
                InstantSource.fixed(Samples.NOW));
        for (Optional<String> session : List.of(Optional.<String>empty(), Optional.of("s"))) {
            Answer answer = nobodys.submit(
                            new FrameRead.Cancel(9, session, "i"), new byte[0], client, LiveOutput.none())
                    .toCompletableFuture()
                    .join();
            assertThat(answer.cancel()).contains("asked");
            assertThat(answer.meant()).contains(new IntentKey("s", "i"));
            assertThat(lane.cancellers.getLast()).isEqualTo(first);
        }
    }

    @Test
    void a_bare_id_of_another_connection_is_its_principals_and_nobody_elses() {
        lane.becomes = FastLane.Cancelled.UNKNOWN;
        lane.meant = new FastLane.Meant(FastLane.Cancelled.ASKED, Optional.of(new IntentKey("far", "i")));
        Answer answer = submit(new FrameRead.Cancel(9, Optional.empty(), "i"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.meant()).contains(new IntentKey("far", "i"));
        assertThat(lane.cancellersById).singleElement().isInstanceOf(FastLane.Canceller.Principal.class);
        lane.meant = new FastLane.Meant(FastLane.Cancelled.SEVERAL, Optional.empty());
        Answer several = submit(new FrameRead.Cancel(9, Optional.empty(), "i"));
        assertThat(several.status()).isEqualTo(400);
        assertThat(several.cancel()).contains("several");
        assertThat(several.meant()).isEmpty();
        lane.cancellersById.clear();
        submit(new FrameRead.Cancel(9, Optional.of("named"), "i"));
        assertThat(lane.cancellersById).as("who names a session means that one").isEmpty();
        var open = new FastExchange(
                lane,
                new Intents.Caller.Unknown(),
                Samples.RING,
                Origin.EXTERNAL_AI,
                Samples::stale,
                InstantSource.fixed(Samples.NOW));
        Answer nobody = open.submit(
                        new FrameRead.Cancel(9, Optional.empty(), "i"), new byte[0], client, LiveOutput.none())
                .toCompletableFuture()
                .join();
        assertThat(nobody.cancel()).contains("unknown");
        assertThat(lane.cancellersById).isEmpty();
    }

    @Test
    void the_trace_of_a_frame_or_else_of_its_client_goes_with_the_intent() {
        var own = new TraceContext("00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01", "");
        var named = new TraceContext("00-" + "c".repeat(32) + "-" + "d".repeat(16) + "-01", "x=1");
        var traced = new Client("connection", "127.0.0.1", Optional.of(own));
        for (Optional<TraceContext> one : List.of(Optional.<TraceContext>empty(), Optional.of(named))) {
            var _ = exchange.submit(new FrameRead.Good(traced(one)), new byte[0], traced, live);
        }
        assertThat(lane.attendances.stream().map(Attendance::trace))
                .containsExactly(Optional.of(own), Optional.of(named));
    }

    private static Frame traced(Optional<TraceContext> trace) {
        Frame plain = frame(Optional.of("s"), Optional.empty());
        return new Frame(
                plain.channelId(),
                plain.intent(),
                plain.fromAint(),
                plain.payload(),
                plain.origin(),
                plain.session(),
                plain.id(),
                0,
                0,
                Backend.ANY,
                false,
                false,
                List.of(),
                trace);
    }

    @Test
    void a_connection_that_ends_cancels_what_asked_for_it_and_nothing_else() {
        var _ = hold(false);
        client.goes();
        assertThat(lane.cancellers).isEmpty();
        var said = hold(true);
        assertThat(lane.cancellers).as("the connection had ended before").hasSize(1);
        said.complete(new FastLane.Said.Taken());
        client.goes();
        assertThat(lane.cancellers).hasSize(1);
    }

    @Test
    void an_answered_frame_is_not_cancelled_by_the_end_of_its_connection() {
        hold(true).complete(new FastLane.Said.Taken());
        client.goes();
        assertThat(lane.cancellers).isEmpty();
    }

    @Test
    void what_the_program_writes_goes_to_the_frame_that_brought_it() {
        var _ = hold(false);
        lane.attendances.getFirst().wrote(true, new byte[] {'x'});
        assertThat(live.take()).singleElement().satisfies(stretch -> {
            assertThat(stretch.error()).isTrue();
            assertThat(stretch.bytes().toByteArray()).containsExactly('x');
        });
    }
}
