package dev.airlock.ledger.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.Sealed;
import dev.airlock.ledger.tiles.PartitionFiles;
import dev.airlock.ledger.witness.WitnessConfig;
import dev.airlock.ledger.witness.WitnessService;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.Heads;
import dev.airlock.provenance.log.InclusionCheck;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.ProofFile;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.CheckpointRecord;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers on a real broker: what they sign, what they make of bad records, and that the topic alone leads them to the same roots. */
class LedgerVerticleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final LedgerSigner SIGNER = new LedgerSigner("main", Sealed.LEDGER);

    private static Vertx vertx;
    private static HttpClient client;

    @TempDir
    private Path folder;

    private final List<CheckpointRecord> heads = new CopyOnWriteArrayList<>();
    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final List<Inbound> letters = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Token> sent = new ArrayList<>();
    private Bus bus;
    private Sender tokens;

    @BeforeEach
    void lay_a_road() {
        bus = TestBus.road(EnumSet.of(Topic.TOKENS, Topic.CHECKPOINTS, Topic.EVENTS, Topic.DEADLETTERS));
        tokens = Sender.of(bus, Station.GATEWAY, Duration.ofSeconds(20));
        open.add(tokens);
        open.add(Tail.fromBeginning(bus, Station.CONSOLE, Topic.CHECKPOINTS, record -> {
            if (Codecs.CHECKPOINT.decode(record.value()) instanceof Good<CheckpointRecord>(CheckpointRecord head)) {
                heads.add(head);
            }
        }));
        open.add(Tail.fromBeginning(bus, Station.CONSOLE, Topic.EVENTS, record -> {
            if (Codecs.EVENT.decode(record.value()) instanceof Good<GatewayEvent>(GatewayEvent event)) {
                events.add(event);
            }
        }));
        open.add(Tail.fromBeginning(bus, Station.CONSOLE, Topic.DEADLETTERS, letters::add));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
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

    private LedgerService start(String name, Path directory, int port) {
        return start(name, directory, port, "");
    }

    private LedgerService start(String name, Path directory, int port, String witnesses) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers", bus.bootstrapServers(),
                "namespace", bus.namespace(),
                "keys.dir", folder.resolve("keys").toString(),
                "name", name,
                "tiles.dir", directory.toString(),
                "http.port", Integer.toString(port),
                "witnesses", witnesses));
        return LedgerService.start(
                vertx,
                LedgerConfig.from(settings),
                Sealed.LEDGER,
                Sealed.RING,
                InstantSource.system(),
                LedgerMetrics.NONE);
    }

    private void send(int partition, byte[] value) {
        Delivery delivery = tokens.send(Outbound.to(Topic.TOKENS, partition, "s".getBytes(UTF_8), value))
                .toCompletableFuture()
                .join();
        assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
    }

    private void send(Sealed chain, int partition, int many) {
        for (int number = 0; number < many; number++) {
            Token token = chain.next();
            sent.add(token);
            send(partition, Codecs.TOKEN.encode(token.record()));
        }
    }

    private Optional<CheckpointRecord> newest(String ledger, int partition) {
        return heads.stream()
                .filter(head -> head.log().equals("airlock/" + ledger + "/tokens/" + partition))
                .max(Comparator.comparingLong(CheckpointRecord::size));
    }

    private CheckpointRecord await(String ledger, int partition, long size) {
        Awaitility.await(ledger + " partition " + partition + " at " + size)
                .atMost(PATIENCE)
                .until(() -> newest(ledger, partition)
                        .filter(head -> head.size() == size)
                        .isPresent());
        return newest(ledger, partition).orElseThrow();
    }

    private static Checkpoint opened(CheckpointRecord head) throws Exception {
        return SignedCheckpoint.open(
                        head.note().getBytes(UTF_8), List.of(SIGNER.key().ofLog(head.partition())))
                .checkpoint();
    }

    private static byte[] get(int port, String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200 ? response.body() : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<String> told(String what, int partition) {
        return events.stream()
                .filter(event -> event.status().equals("ledger-" + what))
                .map(event -> event.payload().orElseThrow())
                .filter(payload -> payload.contains("\"partition\":" + partition + ","))
                .toList();
    }

    @Test
    void every_token_is_under_a_signed_head_and_what_is_no_token_is_recorded_told_and_stops_nothing() throws Exception {
        int port = freePort();
        var chain = Sealed.in(0);
        send(chain, 0, 3);
        try (LedgerService ledger = start("main", folder.resolve("a"), port)) {
            assertThat(ledger.awaitCaughtUp(PATIENCE)).isTrue();
            await("main", 0, 3);
            send(0, "garbage".getBytes(UTF_8));
            Token foreign = Sealed.by(Sealed.STRANGER, 0).next();
            send(0, Codecs.TOKEN.encode(foreign.record()));
            send(chain, 0, 270);
            send(Sealed.in(5), 5, 2);
            Checkpoint head = opened(await("main", 0, 275));
            opened(await("main", 5, 2));

            var tree = new StoredTree(275, path -> {
                byte[] found = get(port, "/0/" + path.text());
                return found.length == 0 ? Optional.empty() : Optional.of(Bytes.of(found));
            });
            assertThat(tree.root(275)).as("the served tiles").isEqualTo(head.root());
            var whole = GrowingLog.empty(new LogName("main", 0), _ -> {});
            sent.subList(0, 3).forEach(token -> whole.append(LogEntry.of(token)));
            whole.append(LogEntry.unverified("garbage".getBytes(UTF_8)));
            whole.append(LogEntry.of(foreign));
            sent.subList(3, 273).forEach(token -> whole.append(LogEntry.of(token)));
            assertThat(whole.checkpoint()).as("the records themselves").isEqualTo(head);

            ProofFile proof =
                    ProofFile.parse(get(port, "/proof?token=" + sent.get(200).id()));
            var check = new InclusionCheck(Set.of(SIGNER.key().ofLog(0)), Set.of(), 0);
            assertThat(check.check(sent.get(200), proof).index()).isEqualTo(202);
            Heads map = Heads.open(get(port, "/heads"), SIGNER.key());
            assertThat(map.heads().get(0).root()).isEqualTo(head.root());
            assertThat(map.heads().get(1).size()).isZero();

            Awaitility.await().atMost(PATIENCE).until(() -> !letters.isEmpty());
            assertThat(told("unreadable", 0)).singleElement().asString().contains("\"index\":3,");
            assertThat(told("rejected", 0))
                    .singleElement()
                    .asString()
                    .contains("\"index\":4,", foreign.id().value());
            assertThat(told("chain", 0)).isEmpty();
            assertThat(letters).hasSize(1);
        }
    }

    @Test
    void the_topic_alone_leads_to_the_same_heads_after_a_restart_without_files_and_in_another_ledger()
            throws Exception {
        Path directory = folder.resolve("a");
        var chain = Sealed.in(2);
        send(chain, 2, 150);
        send(2, "garbage".getBytes(UTF_8));
        try (LedgerService _ = start("main", directory, 0)) {
            await("main", 2, 151);
        }
        delete(directory);
        send(chain, 2, 150);
        try (LedgerService _ = start("main", directory, 0)) {
            await("main", 2, 301);
        }
        Path bundle = directory.resolve("2/tile/entries/000");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 1] ^= 1;
        Files.write(bundle, bytes);
        Files.write(directory.resolve("2/tile/0/000"), new byte[100]);
        send(chain, 2, 1);
        CheckpointRecord one;
        try (LedgerService _ = start("main", directory, 0)) {
            one = await("main", 2, 302);
        }
        CheckpointRecord other;
        try (LedgerService _ = start("other", folder.resolve("b"), 0)) {
            other = await("other", 2, 302);
        }
        assertThat(other.root()).isEqualTo(one.root());
        assertThat(other.nextOffset()).isEqualTo(one.nextOffset());
        Map<Long, String> roots = new TreeMap<>();
        for (CheckpointRecord head : heads) {
            assertThat(roots.merge(head.size(), head.root(), (before, now) -> before.equals(now) ? now : "two roots"))
                    .isEqualTo(head.root());
        }
        assertThat(told("unreadable", 2)).as("once by each ledger").hasSize(2);
        try (PartitionFiles files = PartitionFiles.of(directory, 2)) {
            TreeHash mended = new StoredTree(302, files).root(302);
            assertThat(Sha256.ofDigest(mended.bytes()).value()).isEqualTo(one.root());
            for (int index = 0; index < 302; index++) {
                assertThat(LogEntry.parse(files.entry(index).toArray())).isNotNull();
            }
            assertThat(files.read(new TilePath.Hashes(0, 0, 256))).isPresent();
        }
    }

    @Test
    void a_witness_cosigns_the_heads_and_a_proof_can_ask_for_it() throws Exception {
        int port = freePort();
        int witnessPort = freePort();
        var config = WitnessConfig.from(Map.of(
                "keys.dir", folder.resolve("keys").toString(),
                "state.dir", folder.resolve("state").toString(),
                "name", "w1",
                "http.port", Integer.toString(witnessPort),
                "ledgers", SIGNER.key().text()));
        send(Sealed.in(6), 6, 20);
        try (WitnessService witness = WitnessService.start(vertx, config, Sealed.WITNESS, InstantSource.system());
                LedgerService _ = start(
                        "main",
                        folder.resolve("a"),
                        port,
                        "http://127.0.0.1:" + witnessPort + " " + witness.key().text())) {
            await("main", 6, 20);
            var check = new InclusionCheck(Set.of(SIGNER.key().ofLog(6)), Set.of(witness.key()), 1);
            Awaitility.await("a cosigned head").atMost(PATIENCE).until(() -> get(port, "/6/cosigned").length > 0);
            Awaitility.await("the cosigned head on the bus").atMost(PATIENCE).until(() -> heads.stream()
                    .anyMatch(head -> head.note().contains("\u2014 w1 ")));
            ProofFile proof =
                    ProofFile.parse(get(port, "/proof?token=" + sent.get(7).id()));
            assertThat(check.check(sent.get(7), proof).witnesses()).hasSize(1);
        }
    }

    @Test
    void a_topic_that_contradicts_what_was_signed_gets_no_more_heads_in_that_partition_and_others_do()
            throws Exception {
        send(Sealed.in(1), 1, 5);
        send(Sealed.in(4), 4, 5);
        CheckpointRecord record = lie(1, 3);
        try (LedgerService ledger = start("main", folder.resolve("a"), 0)) {
            assertThat(ledger.awaitCaughtUp(PATIENCE)).isTrue();
            await("main", 4, 5);
            Awaitility.await().atMost(PATIENCE).until(() -> told("fork", 1).size() == 1);
            assertThat(newest("main", 1).orElseThrow())
                    .as("nothing but the lie")
                    .isEqualTo(record);
        }
    }

    /** A head that the ledger's own key has signed, over records that never were, on the ledger's own topic. */
    private CheckpointRecord lie(int partition, long size) {
        TreeHash elsewhere = TreeHash.of(new byte[TreeHash.BYTES]);
        LogName name = new LogName("main", partition);
        SignedCheckpoint lie = new Checkpoint(name.text(), size, elsewhere).signed(SIGNER.ofLog(partition));
        var record = new CheckpointRecord(
                name.text(),
                partition,
                size,
                Sha256.ofDigest(elsewhere.bytes()).value(),
                size,
                Sealed.START,
                new String(lie.bytes(), UTF_8));
        try (Sender earlier = Sender.of(bus, Station.LEDGER, PATIENCE)) {
            assertThat(earlier.send(Outbound.byKey(
                                    Topic.CHECKPOINTS, "x".getBytes(UTF_8), Codecs.CHECKPOINT.encode(record)))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
        }
        return record;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void a_directory_that_was_rolled_back_signs_no_second_story() throws Exception {
        Path directory = folder.resolve("a");
        var chain = Sealed.in(1);
        send(chain, 1, 5);
        try (LedgerService _ = start("main", directory, 0)) {
            await("main", 1, 5);
        }
        copy(directory, folder.resolve("snapshot"));
        send(chain, 1, 5);
        try (LedgerService _ = start("main", directory, 0)) {
            await("main", 1, 10);
        }
        delete(directory);
        copy(folder.resolve("snapshot"), directory);
        send(chain, 1, 2);
        try (LedgerService ledger = start("main", directory, 0)) {
            assertThat(ledger.awaitCaughtUp(PATIENCE)).isTrue();
            await("main", 1, 12);
        }
        var whole = GrowingLog.empty(new LogName("main", 1), _ -> {});
        Map<Long, Checkpoint> right = new TreeMap<>();
        for (Token token : sent) {
            whole.append(LogEntry.of(token));
            right.put(whole.size(), whole.checkpoint());
        }
        for (CheckpointRecord head : heads) {
            assertThat(opened(head)).isEqualTo(right.get(head.size()));
        }
        assertThat(told("fork", 1)).isEmpty();
        assertThat(directory).isDirectoryNotContaining("glob:**/airlock-*");
    }

    @Test
    void a_smaller_head_that_this_ledger_signed_over_other_records_ends_its_signing_though_the_newest_is_right()
            throws Exception {
        Path directory = folder.resolve("a");
        var chain = Sealed.in(1);
        send(chain, 1, 5);
        try (LedgerService _ = start("main", directory, 0)) {
            await("main", 1, 5);
        }
        lie(1, 3);
        send(chain, 1, 2);
        send(Sealed.in(4), 4, 5);
        try (LedgerService ledger = start("main", directory, 0)) {
            assertThat(ledger.awaitCaughtUp(PATIENCE)).isTrue();
            await("main", 4, 5);
            Awaitility.await().atMost(PATIENCE).until(() -> told("fork", 1).size() == 1);
            assertThat(newest("main", 1).orElseThrow().size())
                    .as("no head behind it")
                    .isEqualTo(5);
        }
    }
}
