package dev.airlock.ledger.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.ledger.Sealed;
import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.schemas.model.Bytes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerDoorTest {
    private static final LedgerSigner SIGNER = new LedgerSigner("main", Sealed.LEDGER);
    private static final int MANY = 300;

    private static final List<Token> TOKENS = new ArrayList<>();

    private static Vertx vertx;
    private static HttpClient client;

    @TempDir
    private Path folder;

    private LedgerDirectory directory;
    private Optional<SignedCheckpoint> head = Optional.empty();
    private LedgerDoor door;
    private int port;

    /** Partition 1 has a log; of the others nothing is known. */
    private final class Shown implements Published {
        @Override
        public int partitions() {
            return 2;
        }

        @Override
        public Optional<SignedCheckpoint> head(int partition) {
            return partition == 1 ? head : Optional.empty();
        }

        @Override
        public Optional<Bytes> heads() {
            return Optional.empty();
        }
    }

    @BeforeAll
    static void seal() {
        TOKENS.clear();
        var chain = Sealed.in(1);
        for (int number = 0; number < MANY; number++) {
            TOKENS.add(chain.next());
        }
    }

    @BeforeEach
    void start() throws IOException {
        directory = LedgerDirectory.take(folder, 2);
        List<Tile> tiles = new ArrayList<>();
        var log = GrowingLog.empty(new LogName("main", 1), tiles::add);
        TOKENS.forEach(token -> log.append(LogEntry.of(token)));
        tiles.addAll(log.partials());
        for (Tile tile : tiles) {
            directory.of(1).put(tile);
        }
        directory
                .of(1)
                .index()
                .put(0, TOKENS.stream().map(token -> Optional.of(token.id())).toList());
        head = Optional.of(log.checkpoint().signed(SIGNER.ofLog(1)));
        port = freePort();
        door = new LedgerDoor(vertx, new LedgerPort("127.0.0.1", port), directory, new Shown(), SIGNER.key());
        door.listen().await();
    }

    @AfterEach
    void end() throws IOException {
        door.close().await();
        directory.close();
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

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private HttpResponse<byte[]> get(String path) {
        return ask(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build());
    }

    private static HttpResponse<byte[]> ask(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void a_client_that_knows_only_the_paths_reads_the_tree_and_gets_the_signed_root() throws Exception {
        SignedCheckpoint served = SignedCheckpoint.open(
                get("/1/checkpoint").body(), List.of(SIGNER.key().ofLog(1)));
        var tree = new StoredTree(MANY, path -> {
            HttpResponse<byte[]> response = get("/1/" + path.text());
            return response.statusCode() == 200 ? Optional.of(Bytes.of(response.body())) : Optional.empty();
        });
        assertThat(tree.root(MANY)).isEqualTo(served.checkpoint().root());
        tree.inclusion(299, MANY)
                .verify(LogEntry.of(TOKENS.get(299)).leaf(), served.checkpoint().root());
    }

    @Test
    void entries_come_in_bundles_whole_and_in_part() {
        byte[] part = get("/1/" + new TilePath.Entries(1, 44).text()).body();
        byte[] first = LogEntry.of(TOKENS.get(256)).bytes();
        assertThat(part).startsWith((byte) (first.length >>> 8), (byte) first.length);
        assertThat(get("/1/tile/entries/000.p/1").body())
                .endsWith(LogEntry.of(TOKENS.getFirst()).bytes());
    }

    @Test
    void a_full_tile_may_be_kept_for_ever_and_a_head_not_at_all() {
        assertThat(header(get("/1/tile/0/000"), "Cache-Control")).contains("immutable");
        assertThat(header(get("/1/tile/0/001.p/44"), "Cache-Control")).doesNotContain("immutable");
        assertThat(header(get("/1/checkpoint"), "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(get("/1/checkpoint"), "Content-Type")).startsWith("text/plain");
    }

    @Test
    void nothing_is_served_beyond_the_signed_head() {
        head = Optional.of(head.get());
        assertThat(get("/1/tile/0/001.p/44").statusCode()).isEqualTo(200);
        assertThat(get("/1/tile/0/001.p/45").statusCode()).isEqualTo(404);
        assertThat(get("/1/tile/1/000.p/1").statusCode()).isEqualTo(200);
        assertThat(get("/1/tile/1/000.p/2").statusCode()).isEqualTo(404);
        assertThat(get("/1/tile/7/000").statusCode()).isEqualTo(404);
    }

    @Test
    void what_this_process_has_not_signed_is_not_served_whatever_lies_on_the_disk() {
        head = Optional.empty();
        for (String path : List.of("/1/checkpoint", "/1/tile/0/000", "/1/cosigned", "/0/checkpoint", "/5/checkpoint")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void a_proof_is_found_by_the_tokens_id() throws Exception {
        HttpResponse<byte[]> found = get("/proof?token=" + TOKENS.get(7).id());
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(new String(found.body(), UTF_8)).contains("airlock/main/tokens/1");
        assertThat(get("/proof?token=" + Sealed.id(0, 7)).statusCode()).isEqualTo(404);
    }

    @Test
    void the_keys_are_told() {
        assertThat(new String(get("/keys").body(), UTF_8))
                .contains(SIGNER.key().ofHeads().text(), SIGNER.key().ofLog(1).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/1/../lock",
                "/1/%2e%2e/lock",
                "/1/tile/%2e%2e/checkpoint",
                "/1/ids.part",
                "/1/tile/0/001.part",
                "/lock",
                "/"
            })
    void paths_out_of_the_tree_are_nothing(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void what_is_no_question_is_refused() throws IOException {
        assertThat(
                        raw(
                                "POST /1/checkpoint HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405");
        assertThat(raw("GET /1/checkpoint HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .as("a page whose name means this machine")
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .contains(" 414 ");
        assertThat(raw("HEAD /1/checkpoint HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("airlock/main");
    }

    @Test
    void a_taken_port_is_named_with_the_setting_that_changes_it() {
        Vertx other = Vertx.vertx();
        var second = new LedgerDoor(other, new LedgerPort("127.0.0.1", port), directory, new Shown(), SIGNER.key());
        assertThatThrownBy(() -> second.listen().await())
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("http.port");
        other.close().await();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
