package dev.airlock.ledger.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.ledger.Sealed;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.Equivocation;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.NoteSignature;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.provenance.log.WitnessRequest;
import dev.airlock.schemas.model.Bytes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log that grows, one that forks, and a witness between them, over HTTP. */
class WitnessServiceTest {
    private static final LedgerSigner SIGNER = new LedgerSigner("main", Sealed.LEDGER);
    private static final LogName NAME = new LogName("main", 3);

    private static Vertx vertx;
    private static HttpClient client;

    @TempDir
    private Path folder;

    private int port;
    private WitnessService witness;

    /** A log whose heads are taken while it grows. */
    private static final class Story {
        private final GrowingLog log;
        private final Map<TilePath, Bytes> tiles = new HashMap<>();

        Story() {
            log = GrowingLog.empty(NAME, this::put);
        }

        private void put(Tile tile) {
            tiles.put(tile.path(), tile.bytes());
        }

        SignedCheckpoint grow(String... entries) {
            for (String entry : entries) {
                log.append(LogEntry.unverified(entry.getBytes(UTF_8)));
            }
            log.partials().forEach(this::put);
            return log.checkpoint().signed(SIGNER.ofLog(3));
        }

        byte[] request(long old, SignedCheckpoint head) throws IOException {
            long size = head.checkpoint().size();
            List<TreeHash> path = old == 0 || old >= size
                    ? List.of()
                    : new StoredTree(size, asked -> Optional.ofNullable(tiles.get(asked)))
                            .consistency(old, size)
                            .path();
            return new WitnessRequest(old, path, head.note()).body();
        }
    }

    private Map<String, String> settings() {
        return new TreeMap<>(Map.of(
                "keys.dir", folder.resolve("keys").toString(),
                "state.dir", folder.resolve("state").toString(),
                "name", "witness.example/w1",
                "http.port", Integer.toString(port),
                "ledgers", SIGNER.key().text()));
    }

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        open();
    }

    private void open() throws IOException {
        witness = WitnessService.start(vertx, WitnessConfig.from(settings()), Sealed.WITNESS, InstantSource.system());
    }

    @AfterEach
    void end() {
        witness.close();
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

    private HttpResponse<String> ask(byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_taken_port_is_named_with_the_setting_that_changes_it() {
        Map<String, String> second = settings();
        second.put("state.dir", folder.resolve("second").toString());
        // Servers of one Vert.x share their ports.
        Vertx other = Vertx.vertx();
        assertThatThrownBy(() ->
                        WitnessService.start(other, WitnessConfig.from(second), Sealed.WITNESS, InstantSource.system()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + port + " (")
                .hasMessageContaining("set http.port");
        other.close().await();
    }

    @Test
    void a_log_that_only_grows_is_cosigned_and_a_verifier_sees_it() throws Exception {
        var story = new Story();
        SignedCheckpoint three = story.grow("a", "b", "c");
        HttpResponse<String> answer = ask(story.request(0, three));
        assertThat(answer.statusCode()).isEqualTo(200);
        NoteSignature signature = NoteSignature.parse(answer.body().strip());
        assertThat(three.with(signature).note().signers(List.of(witness.key()))).hasSize(1);
        SignedCheckpoint five = story.grow("d", "e");
        assertThat(ask(story.request(3, five)).statusCode()).isEqualTo(200);
        assertThat(ask(story.request(5, five)).statusCode())
                .as("the same again")
                .isEqualTo(200);
    }

    @Test
    void a_log_that_forks_is_refused_and_the_two_heads_are_kept_as_evidence() throws Exception {
        var story = new Story();
        var other = new Story();
        SignedCheckpoint one = story.grow("a", "b", "c");
        SignedCheckpoint two = other.grow("a", "b", "X");
        assertThat(ask(story.request(0, one)).statusCode()).isEqualTo(200);
        assertThat(ask(other.request(3, two)).statusCode()).isEqualTo(409);
        assertThat(ask(other.request(3, other.grow("d"))).statusCode())
                .as("grown on the other branch")
                .isEqualTo(422);
        assertThat(ask(story.request(3, story.grow("d"))).statusCode())
                .as("the first branch goes on")
                .isEqualTo(200);

        assertThat(witness.reading()).isEqualTo(new WitnessReading(4, 2, 0, 0, 1, 1, 0));
        assertThat(Equivocation.between(one, two))
                .as("comparing heads shows it")
                .isPresent();
        try (Stream<Path> kept = Files.list(folder.resolve("state"))) {
            Path evidence = kept.filter(file -> file.toString().endsWith(".fork-3"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(evidence))
                    .contains(
                            one.checkpoint().root().base64(),
                            two.checkpoint().root().base64());
        }
    }

    @Test
    void what_was_cosigned_is_remembered_over_a_restart() throws Exception {
        var story = new Story();
        SignedCheckpoint three = story.grow("a", "b", "c");
        assertThat(ask(story.request(0, three)).statusCode()).isEqualTo(200);
        witness.close();
        open();
        var other = new Story();
        assertThat(ask(other.request(0, other.grow("a", "X"))).statusCode()).isEqualTo(409);
        HttpResponse<String> stale = ask(story.request(0, story.grow("d")));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).isEqualTo("3\n");
        assertThat(witness.reading()).isEqualTo(new WitnessReading(2, 0, 2, 0, 0, 0, 0));
    }

    @Test
    void a_memory_that_cannot_be_read_signs_nothing() throws Exception {
        var story = new Story();
        assertThat(ask(story.request(0, story.grow("a"))).statusCode()).isEqualTo(200);
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            Files.writeString(files.findFirst().orElseThrow(), "torn");
        }
        assertThat(ask(story.request(1, story.grow("b"))).statusCode()).isEqualTo(500);
        assertThat(ask(story.request(0, story.grow("c"))).statusCode()).isEqualTo(500);
        assertThat(witness.reading()).isEqualTo(new WitnessReading(3, 1, 0, 0, 0, 0, 2));
    }

    @Test
    void strangers_nonsense_and_silly_sizes_are_refused_each_in_its_way() throws Exception {
        var story = new Story();
        Checkpoint checkpoint = story.grow("a").checkpoint();
        SignedCheckpoint foreign = checkpoint.signed(new LedgerSigner("main", Sealed.STRANGER).ofLog(3));
        assertThat(ask(story.request(0, foreign)).statusCode()).isEqualTo(403);
        SignedCheckpoint unknown = new Checkpoint("airlock/other/tokens/3", 1, checkpoint.root())
                .signed(new LedgerSigner("other", Sealed.LEDGER).ofLog(3));
        assertThat(ask(story.request(0, unknown)).statusCode()).isEqualTo(404);
        assertThat(ask("nonsense".getBytes(UTF_8)).statusCode()).isEqualTo(400);
        assertThat(ask(new byte[0]).statusCode()).isEqualTo(400);
        assertThat(ask(new byte[WitnessRequest.BYTES_MAX]).statusCode()).isEqualTo(400);
        HttpResponse<String> got = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/add-checkpoint"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(witness.reading()).isEqualTo(new WitnessReading(5, 0, 0, 5, 0, 0, 0));
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            assertThat(files).as("nothing of it is remembered").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ledgers    | nonsense | ledgers: 'nonsense'",
                "ledgers    | ,        | ledgers is empty",
                "key.name   | ledger   | key.name is 'ledger'; use witness or witness@NAME",
                "http.port  | 0        | http.port is '0'",
                "partitions | 0        | partitions is '0'",
                "ledger     | x        | did you mean 'ledgers'?"
            })
    void what_is_unfit_is_refused_with_the_key_and_the_value(String key, String value, String message) {
        Map<String, String> settings = settings();
        settings.put(key, value);
        assertThatThrownBy(() -> WitnessConfig.from(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
