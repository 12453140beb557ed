package dev.airlock.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.gateway.Samples;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.mux.Clients;
import dev.airlock.gateway.mux.MuxConfig;
import dev.airlock.gateway.mux.Premises;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Intents;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpIngressTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration DRAIN = Duration.ofMillis(300);

    private static Vertx vertx;
    private static HttpClient client;

    private Premises premises = Premises.of(64 << 20, DRAIN);
    private final ScriptedExchange exchange = new ScriptedExchange();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpIngress ingress;
    private int port;
    private boolean ready = true;

    private void start(boolean local, int connections, Duration requestTime, Duration idle) {
        var mux = new MuxConfig("127.0.0.1", 0, true, "n", 10, 4, 100, LONG, LONG, LONG);
        var config = new HttpConfig("127.0.0.1", 0, local, Optional.empty(), connections, requestTime, idle, mux);
        ingress = new HttpIngress(
                vertx, config, exchange, Entrance.fast("node-a"), Samples.RING, Samples::stale, () -> ready, premises);
        port = ingress.listen().await();
    }

    private void start() {
        start(true, 20, LONG, LONG);
    }

    @AfterEach
    void end() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        ingress.close();
    }

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void endVertx() {
        client.close();
        vertx.close().await();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LONG);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder post(String type, byte[] body) {
        return request("/v1/intents").header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private HttpRequest.Builder frame(String payload) {
        return post("application/json", frameText(payload).getBytes(StandardCharsets.UTF_8));
    }

    private static String frameText(String payload) {
        return "{\"channel_id\":7,\"intent\":\"code:execute\",\"from_aint\":\"a.aint\",\"session\":\"s\",\"id\":\"i\",\"payload\":\""
                + payload + "\"}";
    }

    private Socket raw(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void the_trace_of_a_request_is_handed_on_and_answered_and_what_is_none_is_not() throws Exception {
        start();
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        HttpResponse<String> traced =
                send(frame("print(1)").header("traceparent", parent).header("tracestate", "rojo=1"));
        assertThat(traced.statusCode()).isEqualTo(200);
        assertThat(traced.headers().allValues("traceparent")).containsExactly(parent);
        assertThat(exchange.clients.getLast().trace().orElseThrow().traceparent())
                .isEqualTo(parent);
        assertThat(exchange.clients.getLast().trace().orElseThrow().tracestate())
                .isEqualTo("rojo=1");
        for (String hostile : List.of(parent + "-x", parent.replace('4', 'G'), "0".repeat(4_000))) {
            HttpResponse<String> none = send(frame("print(1)").header("traceparent", hostile));
            assertThat(none.statusCode()).isEqualTo(200);
            assertThat(none.headers().allValues("traceparent")).isEmpty();
            assertThat(exchange.clients.getLast().trace()).isEmpty();
        }
        HttpResponse<String> twice =
                send(frame("print(1)").header("traceparent", parent).header("traceparent", parent));
        assertThat(twice.headers().allValues("traceparent")).isEmpty();
    }

    @Test
    void a_frame_is_answered_as_the_mux_answers_it() throws Exception {
        start();
        HttpResponse<String> answer = send(frame("print(1)"));
        JsonNode json = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json.at("/output/stdout").asText()).isEqualTo("print(1)");
        assertThat(json.get("tibet_provenance").get("hash").asText()).isEqualTo("sha256:0");
        assertThat(exchange.reads).singleElement().isInstanceOf(FrameRead.Good.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"intent\":\"\"}", "{\"channel_id\":1,\"cancel\":\"i\"}"})
    void a_body_that_is_no_frame_is_answered_with_400_and_a_token(String body) throws Exception {
        start();
        HttpResponse<String> answer = send(post("application/json", body.getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("tibet_provenance").isObject())
                .isTrue();
        assertThat(exchange.reads).singleElement().isInstanceOf(FrameRead.Bad.class);
    }

    @Test
    void a_signed_intent_keeps_its_signature_and_its_name() throws Exception {
        start();
        var intent = new Intent(
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
        HttpResponse<String> answer = send(post("application/octet-stream", Intents.sealed(intent, Samples.LOCAL)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(exchange.signed).singleElement().satisfies(opened -> {
            assertThat(opened.caller()).isInstanceOf(Intents.Caller.Known.class);
            assertThat(opened.intent()).isEqualTo(intent);
        });
    }

    @Test
    void bytes_that_are_no_record_are_answered_with_400() throws Exception {
        start();
        assertThat(send(post("application/octet-stream", new byte[] {1, 2, 3})).statusCode())
                .isEqualTo(400);
        assertThat(exchange.signed).isEmpty();
    }

    @Test
    void a_body_of_another_type_is_not_read() throws Exception {
        start();
        assertThat(send(post("text/plain", new byte[0])).statusCode()).isEqualTo(415);
        assertThat(exchange.reads).isEmpty();
    }

    @Test
    void a_body_beyond_the_limit_is_answered_before_its_end_and_not_kept() throws Exception {
        start();
        int length = 2_000_000_000;
        Socket socket = raw("POST /v1/intents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n\r\n");
        byte[] much = new byte[1 << 20];
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 3; i++) {
                    socket.getOutputStream().write(much);
                }
            } catch (IOException e) {
                // The listener may have closed it, which is what it is asked for.
            }
        });
        assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 400 Bad Request");
        writing.get(20, TimeUnit.SECONDS);
        assertThat(exchange.reads).singleElement().isInstanceOf(FrameRead.Bad.class);
    }

    @Test
    void live_output_and_the_outcome_come_as_events() throws Exception {
        start();
        HttpResponse<Stream<String>> answer = client.send(
                frame("wait").header("Accept", "text/event-stream").build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        var lines = new ArrayList<String>();
        CompletableFuture<Void> reading =
                CompletableFuture.runAsync(() -> answer.body().forEach(lines::add));
        await().atMost(SOON).until(() -> exchange.lives.size() == 1);
        exchange.lives.getFirst().wrote(false, "wa".getBytes(StandardCharsets.UTF_8));
        await().atMost(SOON).until(() -> lines.stream().anyMatch(line -> line.contains("\"data\":\"wa\"")));
        exchange.release();
        reading.get(20, TimeUnit.SECONDS);
        assertThat(lines).contains("event: output", "event: outcome");
        assertThat(lines.indexOf("event: output")).isLessThan(lines.indexOf("event: outcome"));
        String outcome = String.join("", lines.subList(lines.indexOf("event: outcome") + 1, lines.size()))
                .replace("data: ", "");
        assertThat(JSON.readTree(outcome).at("/output/stdout").asText()).isEqualTo("it");
        assertThat(JSON.readTree(outcome).at("/streamed/stdout").asInt()).isEqualTo(2);
    }

    @Test
    void an_intent_is_looked_for_by_its_name_and_by_its_token() throws Exception {
        start();
        assertThat(send(request("/v1/intents/s/i")).statusCode()).isEqualTo(404);
        CompletableFuture<HttpResponse<String>> asked =
                client.sendAsync(frame("wait").build(), HttpResponse.BodyHandlers.ofString());
        await().atMost(SOON).until(() -> exchange.reads.size() == 1);
        assertThat(send(request("/v1/intents/s/i")).statusCode()).isEqualTo(202);
        exchange.release();
        asked.get(20, TimeUnit.SECONDS);
        HttpResponse<String> ended = send(request("/v1/intents/s/i"));
        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(ended.body()).at("/output/stdout").asText()).isEqualTo("wait");
        assertThat(send(request("/v1/tokens/token-of-i")).body()).isEqualTo(ended.body());
        assertThat(send(request("/v1/tokens/none")).statusCode()).isEqualTo(404);
    }

    @Test
    void a_listener_for_strangers_shows_nobody_what_another_s_program_wrote() throws Exception {
        start(false, 20, LONG, LONG);
        assertThat(JSON.readTree(send(frame("secret")).body()).has("output")).isTrue();
        JsonNode looked = JSON.readTree(send(request("/v1/intents/s/i")).body());
        assertThat(looked.get("tibet_provenance").isObject()).isTrue();
        assertThat(looked.has("output")).isFalse();
    }

    @Test
    void delete_cancels() throws Exception {
        start();
        HttpResponse<String> answer = send(request("/v1/intents/s/i").DELETE());
        assertThat(JSON.readTree(answer.body()).get("cancel").asText()).isEqualTo("asked");
        assertThat(exchange.reads).containsExactly(new FrameRead.Cancel(0, Optional.of("s"), "i"));
    }

    @Test
    void the_posture_and_the_door_to_name_are_told() throws Exception {
        start();
        JsonNode posture = JSON.readTree(send(request("/v1/posture")).body());
        assertThat(posture.get("posture").asText()).isEqualTo("hard_quarantine");
        assertThat(posture.at("/switches/drop_external_traffic").asBoolean()).isTrue();
        assertThat(posture.get("node").asText()).isEqualTo("node-a");
        assertThat(posture.get("lane").asText()).isEqualTo("fast");
    }

    @Test
    void health_tells_whether_it_serves_from_whether_the_gateway_is_at_work() throws Exception {
        start();
        ready = false;
        assertThat(send(request("/v1/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(request("/v1/health/ready")).statusCode()).isEqualTo(503);
        ready = true;
        assertThat(send(request("/v1/health/ready")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example\r\n",
                "Host: 127.0.0.1.evil.example\r\n",
                "Host: localhost.evil.example:4431\r\n",
                "Host: localhost\r\nOrigin: http://localhost:4431\r\n",
                "Host: localhost\r\nOrigin: null\r\n",
                "Host: localhost\r\nSec-Fetch-Site: same-origin\r\n"
            })
    void a_page_in_a_browser_is_not_this_machine_s_user(String headers) throws Exception {
        start();
        String body = frameText("print(1)");
        Socket socket = raw("POST /v1/intents HTTP/1.1\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 403 Forbidden");
        assertThat(exchange.reads).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:4431", "127.0.0.1:1", "[::1]:80"})
    void a_host_that_means_this_machine_is_let_in(String host) throws Exception {
        start();
        Socket socket = raw("GET /v1/health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/intents/s", "/v1/intents/s/i/more", "/v1/../etc/passwd", "/v1/tokens/%ff"})
    void a_path_that_is_not_in_the_table_is_answered_without_a_wish(String path) throws Exception {
        start();
        Socket socket = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(firstLine(socket)).containsAnyOf(" 404 ", " 400 ");
        assertThat(exchange.reads).isEmpty();
    }

    @Test
    void a_head_that_is_too_long_is_refused() throws Exception {
        start();
        Socket socket = raw("GET /v1/health/live HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        assertThat(firstLine(socket)).contains(" 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /v1/health/live HT",
                "POST /v1/intents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"
            })
    void a_client_that_sends_a_byte_now_and_then_is_closed_when_its_time_is_up(String begun) throws Exception {
        start(true, 20, Duration.ofMillis(400), LONG);
        Socket socket = raw(begun);
        Thread dripping = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    socket.getOutputStream().write(' ');
                    Thread.sleep(50); // the pace of the attack, and nothing that waits for anything
                }
            } catch (IOException | InterruptedException e) {
                // closed, as it must be
            }
        });
        int last = lastByte(socket);
        dripping.interrupt();
        assertThat(last).isEqualTo(-1);
    }

    private static int lastByte(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return -1;
        } catch (java.net.SocketTimeoutException e) {
            return 0;
        } catch (IOException e) {
            return -1; // closed without ceremony
        }
    }

    @Test
    void one_connection_too_many_is_closed_and_the_others_are_served() throws Exception {
        start(true, 1, LONG, LONG);
        Socket first = raw("GET /v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(firstLine(first)).isEqualTo("HTTP/1.1 200 OK");
        Socket second = raw("");
        assertThat(lastByte(second)).isEqualTo(-1);
        first.close();
        await().atMost(SOON).until(() -> "HTTP/1.1 200 OK"
                .equals(firstLine(raw("GET /v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))));
    }

    @Test
    void a_listener_for_strangers_gives_one_host_a_quarter_of_its_places() throws Exception {
        start(false, 8, LONG, LONG);
        String health = "GET /v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (int i = 0; i < 2; i++) {
            assertThat(firstLine(raw(health))).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(lastByte(raw(""))).isEqualTo(-1);
        sockets.getFirst().close();
        await().atMost(SOON).until(() -> "HTTP/1.1 200 OK".equals(firstLine(raw(health))));
    }

    @Test
    void a_request_that_failed_does_not_run_for_ever() throws Exception {
        start();
        assertThat(send(frame("fail")).statusCode()).isEqualTo(500);
        assertThat(send(request("/v1/intents/s/i")).statusCode()).isEqualTo(404);
    }

    private static String head(int length) {
        return "POST /v1/intents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + "Content-Length: "
                + length + "\r\n\r\n";
    }

    @Test
    void bodies_share_their_bytes_and_who_finds_none_is_told_so_without_a_token() throws Exception {
        premises = Premises.of(1 << 20, DRAIN);
        start();
        Socket first = raw(head(900_000) + "{" + " ".repeat(600_000));
        await().atMost(SOON).until(() -> premises.bytes().held() > 600_000);
        Socket second = raw(head(600_000) + "{" + " ".repeat(500_000));
        assertThat(firstLine(second)).isEqualTo("HTTP/1.1 503 Service Unavailable");
        first.close();
        await().atMost(SOON).until(() -> premises.bytes().held() == 0);
        String text = " ".repeat(600_000) + frameText("print(1)");
        assertThat(firstLine(raw(head(text.length()) + text))).isEqualTo("HTTP/1.1 200 OK");
        assertThat(exchange.reads).hasSize(1);
        await().atMost(SOON).until(() -> premises.bytes().held() == 0);
    }

    @Test
    void a_body_that_is_not_answered_yet_counts_too() throws Exception {
        premises = Premises.of(1 << 20, DRAIN);
        start();
        String text = " ".repeat(600_000) + frameText("wait");
        Socket first = raw(head(text.length()) + text);
        await().atMost(SOON).until(() -> exchange.reads.size() == 1);
        assertThat(firstLine(raw(head(600_000) + "{" + " ".repeat(500_000))))
                .isEqualTo("HTTP/1.1 503 Service Unavailable");
        exchange.release();
        assertThat(firstLine(first)).isEqualTo("HTTP/1.1 200 OK");
        await().atMost(SOON).until(() -> premises.bytes().held() == 0);
    }

    private static String readTo(String last, Socket socket) throws IOException {
        var read = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next != -1;
                next = socket.getInputStream().read()) {
            read.append((char) next);
            if (read.indexOf(last) >= 0) {
                break;
            }
        }
        return read.toString();
    }

    private CompletableFuture<Void> closing() {
        CompletableFuture<Void> closed = CompletableFuture.runAsync(ingress::close);
        await().atMost(SOON).until(() -> premises.departure().begun());
        return closed;
    }

    @Test
    void an_ingress_that_is_closed_answers_what_it_took_and_takes_nothing_more() throws Exception {
        premises = Premises.of(64 << 20, SOON);
        start();
        String text = frameText("wait");
        Socket waits = raw(head(text.length()) + text);
        Socket idle = raw("GET /v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(idle.getInputStream().read()).isEqualTo('H');
        await().atMost(SOON).until(() -> exchange.reads.size() == 1);
        CompletableFuture<Void> closed = closing();
        assertThat(lastByte(raw(""))).isEqualTo(-1);
        idle.getOutputStream().write((head(text.length()) + text).getBytes(StandardCharsets.UTF_8));
        assertThat(readTo("going away", idle)).contains("HTTP/1.1 503 ");
        assertThat(closed).isNotDone();
        exchange.release();
        assertThat(firstLine(waits)).isEqualTo("HTTP/1.1 200 OK");
        closed.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(exchange.reads).hasSize(1);
    }

    @Test
    void whom_an_ingress_sends_away_has_not_gone() throws Exception {
        start();
        var left = new AtomicBoolean();
        String text = frameText("wait");
        Socket waits = raw(head(text.length()) + text);
        await().atMost(SOON).until(() -> exchange.clients.size() == 1);
        Clients.whenGone(exchange.clients.getFirst(), () -> left.set(true));
        closing().get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(lastByte(waits)).isEqualTo(-1);
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> !left.get());
        exchange.release();
    }

    @Test
    void a_client_that_goes_by_itself_has_gone() throws Exception {
        start();
        var left = new AtomicBoolean();
        String text = frameText("wait");
        Socket waits = raw(head(text.length()) + text);
        await().atMost(SOON).until(() -> exchange.clients.size() == 1);
        Clients.whenGone(exchange.clients.getFirst(), () -> left.set(true));
        waits.close();
        await().atMost(SOON).until(left::get);
        exchange.release();
    }
}
