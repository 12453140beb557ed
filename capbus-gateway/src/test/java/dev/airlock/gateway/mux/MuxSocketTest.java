package dev.airlock.gateway.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.wire.Intents;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MuxSocketTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final int FLOOD_BYTES = 32 << 20;

    private static final Duration DRAIN = Duration.ofMillis(300);

    private static Vertx vertx;

    private final Echo echo = new Echo();
    private Premises premises = Premises.of(256 << 20, DRAIN);
    private final List<Socket> sockets = new ArrayList<>();
    private MuxServer server;
    private int port;

    /** Answers each frame with its channel: "wait" when it is told to, "flood" with more than a socket's buffers hold. */
    private static final class Echo implements Exchange {
        private final Map<Long, CompletableFuture<Answer>> held = new ConcurrentHashMap<>();
        private final Map<Long, LiveOutput> lives = new ConcurrentHashMap<>();
        private final CountDownLatch left = new CountDownLatch(1);
        private final CountDownLatch handingOn = new CountDownLatch(1);
        private final CountDownLatch handedOn = new CountDownLatch(1);
        private volatile boolean interrupted;
        private volatile boolean fails;
        /** Which thread took the frame of a channel. */
        private final Map<Long, Thread> takers = new ConcurrentHashMap<>();

        @Override
        public boolean isBrief(FrameRead read, byte[] bytes) {
            return read instanceof FrameRead.Good(var frame)
                    && Arrays.equals(frame.payload().toArray(), Tokens.utf8("brief"));
        }

        @Override
        public CompletionStage<Answer> submit(FrameRead read, byte[] bytes, Client client, LiveOutput live) {
            return switch (read) {
                case FrameRead.Bad bad ->
                    CompletableFuture.completedStage(new Answer(
                            bad.channelId(), 400, bad.intent(), Optional.empty(), Optional.empty(), bad.reason()));
                case FrameRead.Cancel cancel ->
                    CompletableFuture.completedStage(Answer.toCancel(cancel.channelId(), 200, "asked", cancel.id()));
                case FrameRead.Good(var frame) -> {
                    takers.put(frame.channelId(), Thread.currentThread());
                    if (fails) {
                        throw new StackOverflowError();
                    }
                    var answer = new CompletableFuture<Answer>();
                    if (Arrays.equals(frame.payload().toArray(), Tokens.utf8("wait"))) {
                        lives.put(frame.channelId(), live);
                        held.put(frame.channelId(), answer);
                        client.whenGone(
                                client.enter(new IntentKey("s", "i-" + frame.channelId()), live), left::countDown);
                    } else if (Arrays.equals(frame.payload().toArray(), Tokens.utf8("slow"))) {
                        handOnSlowly();
                        answer.complete(plain(frame.channelId(), "handed on"));
                    } else if (Arrays.equals(frame.payload().toArray(), Tokens.utf8("flood"))) {
                        answer.complete(plain(frame.channelId(), "f".repeat(FLOOD_BYTES)));
                    } else {
                        answer.complete(plain(frame.channelId(), frame.payload().size() + " bytes"));
                    }
                    yield answer;
                }
            };
        }

        @Override
        public CompletionStage<Answer> submit(Intents.Opened opened, byte[] record, Client client, LiveOutput live) {
            throw new AssertionError("the MUX takes no records");
        }

        @Override
        public CompletionStage<Answer> refuse(FrameRead.Bad known, byte[] bytes, Refusal refusal) {
            throw new AssertionError("nothing is refused here");
        }

        private void handOnSlowly() {
            handingOn.countDown();
            try {
                handedOn.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }

        void release(long channel) {
            held.get(channel).complete(plain(channel, "released"));
        }

        /** Ends a program that wrote all this. */
        void end(long channel, byte[] stdout) {
            Output output = new Output("s", "i", "t", Bytes.of(stdout), Bytes.EMPTY, false, "sha256:0");
            held.get(channel)
                    .complete(new Answer(channel, 200, "code:execute", Optional.empty(), Optional.of(output), "ended"));
        }

        private static Answer plain(long channel, String note) {
            return new Answer(channel, 200, "code:execute", Optional.empty(), Optional.empty(), note);
        }
    }

    private void start(int connections, int pipeline, Duration idle, Duration frameTime) {
        start(true, connections, pipeline, idle, frameTime);
    }

    private void start(boolean local, int connections, int pipeline, Duration idle, Duration frameTime) {
        var config = new MuxConfig(
                "127.0.0.1", 0, local, "n", connections, pipeline, 100, idle, frameTime, Duration.ofSeconds(5));
        server = new MuxServer(vertx, config, echo, premises);
        port = server.listen().await();
    }

    private void start() {
        start(10, 4, Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    private Socket client() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(15_000);
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    @AfterEach
    void end() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void endVertx() {
        vertx.close().await();
    }

    private static String frame(long channel, String payload) {
        return "{\"channel_id\":" + channel + ",\"intent\":\"code:execute\",\"from_aint\":\"a.aint\",\"payload\":\""
                + payload + "\"}";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(Tokens.utf8(text));
        socket.getOutputStream().flush();
    }

    private static List<JsonNode> read(Socket socket, int answers) throws IOException {
        var read = new ArrayList<JsonNode>();
        MappingIterator<JsonNode> nodes = JSON.readerFor(JsonNode.class).readValues(socket.getInputStream());
        while (read.size() < answers && nodes.hasNextValue()) {
            read.add(nodes.nextValue());
        }
        return read;
    }

    private static List<Long> channels(List<JsonNode> answers) {
        return answers.stream().map(answer -> answer.get("channel_id").asLong()).toList();
    }

    @Test
    void frames_in_any_segments_are_answered_in_their_order() throws IOException {
        start();
        var random = new Random(11);
        Socket socket = client();
        var text = new StringBuilder();
        var expected = new ArrayList<Long>();
        for (long channel = 0; channel < 40; channel++) {
            text.append(frame(channel, "x".repeat(random.nextInt(50)))).append(random.nextBoolean() ? "\n" : "");
            expected.add(channel);
        }
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(120));
            send(socket, text.substring(at, end));
            at = end;
        }
        assertThat(channels(read(socket, 40))).isEqualTo(expected);
    }

    @Test
    void a_brief_frame_that_comes_alone_is_taken_at_once_and_every_other_one_on_a_thread_of_its_own()
            throws IOException {
        start();
        Socket socket = client();
        send(socket, frame(1, "brief") + "\r\n");
        assertThat(channels(read(socket, 1))).containsExactly(1L);
        send(socket, frame(2, "long"));
        assertThat(channels(read(socket, 1))).containsExactly(2L);
        send(socket, frame(3, "wait") + frame(4, "brief"));
        await().atMost(SOON).until(() -> echo.takers.containsKey(4L));
        echo.release(3);
        assertThat(channels(read(socket, 2))).containsExactly(3L, 4L);
        send(socket, frame(5, "brief") + frame(6, "brief"));
        assertThat(channels(read(socket, 2))).containsExactly(5L, 6L);

        assertThat(echo.takers.get(1L).getName()).startsWith("vert.x-eventloop");
        assertThat(List.of(2L, 3L, 4L, 5L, 6L))
                .allSatisfy(channel -> assertThat(echo.takers.get(channel).isVirtual())
                        .as("" + channel)
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"brief", "long"})
    void an_error_ends_the_connection_and_leaves_nothing_under_way(String payload) throws IOException {
        start();
        echo.fails = true;
        Socket socket = client();
        send(socket, frame(1, payload));
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        await().atMost(SOON).until(() -> premises.departure().underWay() == 0);
        await().atMost(SOON).until(() -> premises.bytes().held() == 0);
        echo.fails = false;
        Socket another = client();
        send(another, frame(2, payload));
        assertThat(channels(read(another, 1))).containsExactly(2L);
    }

    @Test
    void where_much_is_under_way_a_brief_frame_waits_for_a_thread_like_others() throws IOException {
        start(20, 4, Duration.ofSeconds(20), Duration.ofSeconds(20));
        for (long channel = 1; channel <= 7; channel++) {
            send(client(), frame(channel, "wait"));
        }
        await().atMost(SOON).until(() -> echo.held.size() == 7);
        Socket socket = client();
        send(socket, frame(9, "brief"));
        assertThat(channels(read(socket, 1))).containsExactly(9L);
        assertThat(echo.takers.get(9L).isVirtual()).as("the eighth").isFalse();
        send(client(), frame(8, "wait"));
        await().atMost(SOON).until(() -> echo.held.size() == 8);
        send(socket, frame(10, "brief"));
        assertThat(channels(read(socket, 1))).containsExactly(10L);
        assertThat(echo.takers.get(10L).isVirtual()).as("the ninth").isTrue();
        for (long channel = 1; channel <= 8; channel++) {
            echo.release(channel);
        }
    }

    @Test
    void a_frame_much_larger_than_a_segment_is_taken() throws IOException {
        start();
        Socket socket = client();
        send(socket, frame(1, "y".repeat(1 << 20)));
        assertThat(read(socket, 1).getFirst().get("note").asText()).isEqualTo((1 << 20) + " bytes");
    }

    @Test
    void an_answer_that_is_ready_early_waits_for_its_turn() throws IOException {
        start();
        Socket socket = client();
        send(socket, frame(1, "wait") + frame(2, "now") + frame(3, "wait"));
        await().atMost(SOON).until(() -> echo.held.size() == 2);
        echo.release(3);
        echo.release(1);
        assertThat(channels(read(socket, 3))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void no_more_frames_are_taken_than_the_pipeline_holds() throws IOException {
        start(10, 2, Duration.ofSeconds(20), Duration.ofSeconds(20));
        Socket socket = client();
        send(socket, frame(1, "wait") + frame(2, "wait") + frame(3, "wait"));
        await().atMost(SOON).until(() -> echo.held.size() == 2);
        await().during(Duration.ofMillis(200)).atMost(SOON).until(() -> echo.held.size() == 2);
        echo.release(1);
        await().atMost(SOON).until(() -> echo.held.containsKey(3L));
        echo.release(2);
        echo.release(3);
        assertThat(channels(read(socket, 3))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_client_that_has_shut_its_side_is_still_answered() throws IOException {
        start();
        Socket socket = client();
        send(socket, frame(1, "wait") + frame(2, ""));
        socket.shutdownOutput();
        await().atMost(SOON).until(() -> echo.held.size() == 1);
        echo.release(1);
        assertThat(channels(read(socket, 3))).as("and then the end").containsExactly(1L, 2L);
    }

    @Test
    void a_client_that_shuts_its_side_at_once_is_answered_also_where_a_virtual_thread_listens() throws Exception {
        var config = new MuxConfig(
                "127.0.0.1",
                0,
                true,
                "n",
                400,
                4,
                100,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5));
        server = new MuxServer(vertx, config, echo, premises);
        var listening = new CompletableFuture<Integer>();
        vertx.deployVerticle(
                        new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                return server.listen().onSuccess(listening::complete);
                            }
                        },
                        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
        port = listening.get();
        for (long channel = 1; channel <= 300; channel++) {
            Socket socket = client();
            send(socket, frame(channel, ""));
            socket.shutdownOutput();
            assertThat(channels(read(socket, 1))).containsExactly(channel);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_client_that_ends_or_shuts_its_side_is_known_to_be_gone(boolean half) throws Exception {
        start();
        Socket socket = client();
        send(socket, frame(1, "wait"));
        await().atMost(SOON).until(() -> echo.held.size() == 1);
        assertThat(echo.left.getCount()).isEqualTo(1);
        if (half) {
            socket.shutdownOutput();
        } else {
            socket.close();
        }
        assertThat(echo.left.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_cancel_is_answered_in_its_turn_and_has_no_token() throws IOException {
        start();
        Socket socket = client();
        send(socket, frame(1, "wait") + "{\"channel_id\":2,\"cancel\":\"i\"}");
        await().atMost(SOON).until(() -> echo.held.size() == 1);
        echo.release(1);
        List<JsonNode> answers = read(socket, 2);
        assertThat(channels(answers)).containsExactly(1L, 2L);
        assertThat(answers.getLast().get("cancel").asText()).isEqualTo("asked");
        assertThat(answers.getLast().get("tibet_provenance").isNull()).isTrue();
    }

    private static String streaming(long channel) {
        return frame(channel, "wait").replace("}", ",\"stream\":true}");
    }

    private LiveOutput live(long channel) {
        await().atMost(SOON).until(() -> echo.held.containsKey(channel));
        return echo.lives.get(channel);
    }

    @Test
    void what_a_program_writes_comes_while_it_runs_and_the_answer_has_the_rest() throws IOException {
        start();
        Socket socket = client();
        send(socket, streaming(1));
        live(1).wrote(false, Tokens.utf8("one "));
        MappingIterator<JsonNode> read = JSON.readerFor(JsonNode.class).readValues(socket.getInputStream());
        JsonNode piece = read.next();
        assertThat(piece.get("channel_id").asLong()).isEqualTo(1);
        assertThat(piece.get("stream").asText()).isEqualTo("stdout");
        assertThat(piece.get("data").asText()).isEqualTo("one ");
        live(1).wrote(true, new byte[] {(byte) 0xC3});
        JsonNode cut = read.next();
        assertThat(cut.get("stream").asText()).isEqualTo("stderr");
        assertThat(cut.get("encoding").asText()).isEqualTo("base64");
        echo.end(1, Tokens.utf8("one two"));
        JsonNode answer = read.next();
        assertThat(answer.path("output").path("stdout").asText()).isEqualTo("two");
        assertThat(answer.path("streamed").path("stdout").asInt()).isEqualTo(4);
        assertThat(answer.path("streamed").path("stderr").asInt()).isEqualTo(1);
    }

    @Test
    void a_frame_that_did_not_ask_gets_one_answer_as_ever() throws IOException {
        start();
        Socket socket = client();
        send(socket, frame(1, "wait"));
        live(1).wrote(false, Tokens.utf8("one"));
        echo.end(1, Tokens.utf8("one"));
        JsonNode answer = read(socket, 1).getFirst();
        assertThat(answer.path("output").path("stdout").asText()).isEqualTo("one");
        assertThat(answer.has("streamed")).isFalse();
    }

    @Test
    void a_client_that_does_not_read_holds_no_program_up_and_gets_the_rest_in_the_end() throws IOException {
        start();
        Socket deaf = client();
        send(deaf, streaming(1));
        LiveOutput live = live(1);
        byte[] piece = new byte[1 << 10];
        Arrays.fill(piece, (byte) 'x');
        var written = new ByteArrayOutputStream();
        long began = System.nanoTime();
        for (int n = 0; n < 8 << 10; n++) {
            live.wrote(false, piece.clone());
            written.writeBytes(piece);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        echo.end(1, written.toByteArray());
        long streamed = 0;
        MappingIterator<JsonNode> read = JSON.readerFor(JsonNode.class).readValues(deaf.getInputStream());
        JsonNode next = read.next();
        while (next.has("stream")) {
            streamed += next.get("data").asText().length();
            next = read.next();
        }
        assertThat(next.path("streamed").path("stdout").asLong())
                .isEqualTo(streamed)
                .isLessThan(written.size());
        assertThat(streamed + next.path("output").path("stdout").asText().length())
                .isEqualTo(written.size());
    }

    @Test
    void a_client_that_vanishes_holds_no_program_up() throws Exception {
        start();
        Socket socket = client();
        send(socket, streaming(1));
        LiveOutput live = live(1);
        live.wrote(false, Tokens.utf8("one"));
        socket.close();
        assertThat(echo.left.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        for (int n = 0; n < 1000; n++) {
            live.wrote(false, new byte[1 << 10]);
        }
        assertThat(live.end().stdout()).isLessThanOrEqualTo(2 * LiveOutput.WAITING_BYTES_MAX);
        echo.release(1);
    }

    @Test
    void a_frame_that_is_cut_off_is_answered_with_400() throws IOException {
        start();
        Socket socket = client();
        send(socket, frame(1, "") + "{\"channel_id\":2,");
        socket.shutdownOutput();
        List<JsonNode> answers = read(socket, 3);
        assertThat(answers).extracting(answer -> answer.get("status").asInt()).containsExactly(200, 400);
    }

    @Test
    void bad_json_is_answered_and_the_next_frame_too() throws IOException {
        start();
        Socket socket = client();
        send(socket, "{\"channel_id\" 1}" + frame(2, ""));
        List<JsonNode> answers = read(socket, 2);
        assertThat(answers.getFirst().get("status").asInt()).isEqualTo(400);
        assertThat(answers.getLast().get("status").asInt()).isEqualTo(200);
    }

    @Test
    void what_is_no_frame_is_answered_with_400_behind_the_others_and_the_connection_closed() throws IOException {
        start();
        Socket socket = client();
        send(socket, frame(1, "") + "GET / HTTP/1.1\r\n\r\n");
        List<JsonNode> answers = read(socket, 3);
        assertThat(answers)
                .as("and then the end")
                .extracting(answer -> answer.get("status").asInt())
                .containsExactly(200, 400);
    }

    @Test
    void a_frame_beyond_the_bound_is_answered_with_400_and_the_connection_closed() throws IOException {
        start();
        Socket socket = client();
        send(socket, "{\"payload\":\"" + "z".repeat(MuxConfig.FRAME_BYTES_MAX));
        List<JsonNode> answers = read(socket, 2);
        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst().get("note").asText()).contains("send a smaller payload");
    }

    @Test
    void a_silent_client_is_closed_and_holds_up_nobody() throws IOException {
        start(10, 4, Duration.ofMillis(400), Duration.ofSeconds(20));
        Socket silent = client();
        Socket busy = client();
        send(busy, frame(1, ""));
        assertThat(channels(read(busy, 1))).containsExactly(1L);
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void a_client_that_does_not_finish_its_frame_is_closed() throws IOException {
        start(10, 4, Duration.ofSeconds(20), Duration.ofMillis(300));
        Socket slow = client();
        send(slow, "{\"channel_id\":");
        assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void a_client_that_waits_for_its_answer_is_not_silent() throws IOException {
        start(10, 4, Duration.ofMillis(200), Duration.ofMillis(200));
        Socket patient = client();
        send(patient, frame(1, "wait"));
        Socket clock = client();
        assertThat(clock.getInputStream().read()).isEqualTo(-1);
        echo.release(1);
        assertThat(channels(read(patient, 1))).containsExactly(1L);
    }

    @Test
    void a_client_that_does_not_read_its_answer_is_closed_and_gives_its_place_free() throws IOException {
        start(1, 4, Duration.ofMillis(500), Duration.ofSeconds(20));
        Socket deaf = client();
        send(deaf, frame(1, "flood"));
        await().atMost(SOON).until(this::aPlaceIsFree);
        long bytes = 0;
        try {
            bytes = deaf.getInputStream().readAllBytes().length;
        } catch (IOException reset) {
            // Closed with bytes in flight.
        }
        assertThat(bytes).isLessThan(FLOOD_BYTES);
    }

    private boolean aPlaceIsFree() {
        try (Socket next = client()) {
            send(next, frame(2, ""));
            return read(next, 1).size() == 1;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void one_connection_too_many_is_closed_and_its_place_is_free_again() throws IOException {
        start(1, 4, Duration.ofSeconds(20), Duration.ofSeconds(20));
        Socket first = client();
        send(first, frame(1, ""));
        assertThat(read(first, 1)).hasSize(1);
        assertThat(client().getInputStream().read()).isEqualTo(-1);
        first.close();
        await().atMost(SOON).until(this::aPlaceIsFree);
    }

    /** The pace of the attack, and nothing that waits for anything. */
    private static Thread dripping(Socket socket) {
        return Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    send(socket, " ");
                    Thread.sleep(50);
                }
            } catch (IOException | InterruptedException e) {
                // closed, as it must be
            }
        });
    }

    private static int lastByte(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return -1;
        } catch (SocketTimeoutException e) {
            return 0;
        } catch (IOException e) {
            return -1; // closed without ceremony
        }
    }

    @Test
    void blanks_between_frames_are_silence() throws Exception {
        start(10, 4, Duration.ofMillis(400), Duration.ofSeconds(20));
        Socket socket = client();
        send(socket, frame(1, ""));
        assertThat(read(socket, 1)).hasSize(1);
        Thread dripping = dripping(socket);
        assertThat(lastByte(socket)).isEqualTo(-1);
        dripping.interrupt();
    }

    @Test
    void who_does_not_read_its_answer_is_closed_whatever_it_sends() throws Exception {
        start(1, 4, Duration.ofMillis(500), Duration.ofSeconds(20));
        Socket deaf = client();
        send(deaf, frame(1, "flood"));
        Thread dripping = dripping(deaf);
        await().atMost(SOON).until(this::aPlaceIsFree);
        dripping.interrupt();
    }

    @Test
    void a_listener_for_strangers_gives_one_host_a_quarter_of_its_places() throws IOException {
        start(false, 8, 4, Duration.ofSeconds(20), Duration.ofSeconds(20));
        for (int i = 0; i < 2; i++) {
            Socket socket = client();
            send(socket, frame(i, ""));
            assertThat(read(socket, 1)).hasSize(1);
        }
        assertThat(client().getInputStream().read()).isEqualTo(-1);
        sockets.getFirst().close();
        await().atMost(SOON).until(this::aPlaceIsFree);
    }

    private static String begun(int bytes) {
        return "{\"channel_id\":1," + " ".repeat(bytes);
    }

    private static String rest(String payload) {
        return frame(1, payload).substring("{\"channel_id\":1,".length());
    }

    @Test
    void frames_that_are_not_whole_share_their_bytes_and_who_finds_none_is_closed() throws IOException {
        premises = Premises.of(1 << 20, DRAIN);
        start();
        Socket first = client();
        send(first, begun(400_000));
        await().atMost(SOON).until(() -> premises.bytes().held() >= 400_000);
        Socket second = client();
        send(second, begun(700_000));
        assertThat(lastByte(second)).isEqualTo(-1);
        send(first, rest(""));
        assertThat(channels(read(first, 1))).containsExactly(1L);
        Socket third = client();
        send(third, begun(400_000) + rest(""));
        assertThat(channels(read(third, 1))).containsExactly(1L);
        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(SOON).until(() -> premises.bytes().held() == 0);
    }

    @Test
    void a_frame_that_is_not_answered_yet_counts_too() throws IOException {
        premises = Premises.of(1_500_000, DRAIN);
        start();
        Socket first = client();
        send(first, begun(800_000) + rest("wait"));
        await().atMost(SOON).until(() -> echo.held.size() == 1);
        Socket second = client();
        send(second, begun(800_000) + rest(""));
        assertThat(lastByte(second)).isEqualTo(-1);
        echo.release(1);
        assertThat(channels(read(first, 1))).containsExactly(1L);
        Socket third = client();
        send(third, begun(800_000) + rest(""));
        assertThat(channels(read(third, 1))).containsExactly(1L);
    }

    private CompletableFuture<Void> closing() {
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        await().atMost(SOON).until(() -> premises.departure().begun());
        return closed;
    }

    @Test
    void a_listener_that_is_closed_answers_what_it_took_and_takes_nothing_more() throws Exception {
        premises = Premises.of(256 << 20, SOON);
        start();
        Socket waits = client();
        send(waits, frame(1, "wait"));
        await().atMost(SOON).until(() -> echo.held.size() == 1);
        Socket idle = client();
        send(idle, frame(2, ""));
        assertThat(read(idle, 1)).hasSize(1);
        CompletableFuture<Void> closed = closing();
        assertThat(lastByte(client())).isEqualTo(-1);
        send(idle, frame(3, "wait"));
        assertThat(closed).isNotDone();
        echo.release(1);
        assertThat(channels(read(waits, 2))).as("and then the end").containsExactly(1L);
        closed.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(lastByte(idle)).isEqualTo(-1);
        assertThat(echo.held.keySet()).containsExactly(1L);
    }

    @Test
    void whom_a_listener_sends_away_has_not_gone() throws Exception {
        start();
        Socket socket = client();
        send(socket, frame(1, "wait"));
        await().atMost(SOON).until(() -> echo.held.size() == 1);
        closing().get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(lastByte(socket)).isEqualTo(-1);
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> echo.left.getCount() == 1);
        echo.release(1);
        await().atMost(SOON).until(() -> premises.bytes().held() == 0);
    }

    @Test
    void nobody_who_hands_a_wish_on_is_interrupted_by_the_end_of_the_listener() throws Exception {
        start();
        Socket socket = client();
        send(socket, frame(1, "slow"));
        assertThat(echo.handingOn.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closed = closing();
        assertThat(lastByte(socket)).as("its time was over").isEqualTo(-1);
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> !closed.isDone());
        echo.handedOn.countDown();
        closed.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(echo.interrupted).isFalse();
    }
}
