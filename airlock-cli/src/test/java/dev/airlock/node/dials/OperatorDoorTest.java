package dev.airlock.node.dials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.road.config.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperatorDoorTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<List<String>> reasons = new AtomicReference<>(List.of());
    private final OperatorDoor door = OperatorDoor.open(vertx, DoorAt.loopback(0));

    @AfterEach
    void end() {
        door.close();
        vertx.close().await();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private Panel panel() {
        return new Panel() {
            @Override
            public List<String> unready() {
                return reasons.get();
            }

            @Override
            public void show(Dials dials) {
                dials.show(Dial.SNAFT_READ, () -> 7);
                dials.show(Dial.EXECUTOR_BUSY, () -> 3);
            }
        };
    }

    @Test
    void a_process_that_starts_or_ends_lives_and_is_not_ready_and_says_why() throws Exception {
        assertThat(get("/live").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).isEqualTo("not ready: it is starting\n");
        door.show(panel());
        door.started();
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        door.ending();
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).contains("it is ending");
        assertThat(get("/live").statusCode()).isEqualTo(200);
    }

    @Test
    void each_reason_is_a_line_and_no_reason_can_forge_another() throws Exception {
        door.show(panel());
        door.started();
        reasons.set(List.of("the bus fails snaft: no\nready", "no programs run"));
        HttpResponse<String> answer = get("/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualTo("not ready: the bus fails snaft: no\uFFFDready\nnot ready: no programs run\n");
    }

    @Test
    void numbers_have_the_name_the_meaning_and_the_type_of_their_dial() throws Exception {
        door.show(panel());
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).contains(OperatorDoor.METRICS_TYPE);
        assertThat(answer.body())
                .contains("# HELP airlock_snaft_read_total " + Dial.SNAFT_READ.means())
                .contains("# TYPE airlock_snaft_read_total counter", "\nairlock_snaft_read_total 7.0\n")
                .contains("# TYPE airlock_executor_busy_slots gauge", "\nairlock_executor_busy_slots 3.0\n")
                .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "system_cpu_count");
    }

    private double ready() throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(Dial.READY.label() + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whether_it_is_ready_is_a_number_too() throws Exception {
        assertThat(ready()).as("it starts").isZero();
        door.show(panel());
        door.started();
        assertThat(ready()).isEqualTo(1);
        reasons.set(List.of("no programs run"));
        assertThat(ready()).isZero();
        reasons.set(List.of());
        door.ending();
        assertThat(ready()).as("it ends").isZero();
    }

    @Test
    void whoever_asks_by_another_name_than_loopbacks_is_refused() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(get("/else").statusCode()).isEqualTo(404);
    }

    @Test
    void a_port_that_is_taken_is_told_with_the_setting() {
        assertThatThrownBy(() -> OperatorDoor.open(vertx, DoorAt.loopback(door.port())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + door.port())
                .hasMessageContaining(DoorAt.KEY);
    }

    @Test
    void nothing_listens_unless_asked_and_beyond_loopback_only_by_name() {
        assertThat(DoorAt.in(new Settings(Map.of()))).isEmpty();
        assertThat(DoorAt.in(new Settings(Map.of(DoorAt.KEY, "9464")))).contains(new DoorAt("127.0.0.1", 9464));
        assertThat(DoorAt.in(new Settings(Map.of(DoorAt.KEY, "[::1]:9464")))).contains(new DoorAt("::1", 9464));
        assertThat(DoorAt.in(new Settings(Map.of(DoorAt.KEY, "0.0.0.0:9464")))).contains(new DoorAt("0.0.0.0", 9464));
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "127.0.0.1:", ":9464", "127.0.0.1:70000", "-1"})
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> DoorAt.in(new Settings(Map.of(DoorAt.KEY, text))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(DoorAt.KEY);
    }

    @Test
    void a_name_that_cannot_be_looked_up_counts_as_loopback_whose_askers_have_to_name_it() {
        assertThat(new DoorAt("nobody.invalid", 9464).isLoopback()).isTrue();
        assertThat(DoorAt.loopback(9464).isLoopback()).isTrue();
        assertThat(new DoorAt("0.0.0.0", 9464).isLoopback()).isFalse();
    }
}
