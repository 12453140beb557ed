package dev.airlock.ledger.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.airlock.ledger.Sealed;
import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.ledger.witness.WitnessConfig;
import dev.airlock.ledger.witness.WitnessService;
import dev.airlock.provenance.log.Cosigner;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.Tile;
import dev.airlock.schemas.keys.SigningKey;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Witnesses that fail, each in its own way, before one that does not: what fails is named, and the good one's signatures come all the same. */
class CosigningTest {
    private static final int PARTITION = 2;
    private static final LogName NAME = new LogName("main", PARTITION);
    private static final LedgerSigner SIGNER = new LedgerSigner("main", Sealed.LEDGER);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Tile> tiles = new ArrayList<>();
    private final GrowingLog log = GrowingLog.empty(NAME, tiles::add);
    private final Board board = new Board(PARTITION + 1);
    private final Queue<SignedCheckpoint> cosigned = new ConcurrentLinkedQueue<>();
    private final Counted counted = new Counted();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private LedgerDirectory directory;

    /** Counts the two that are asked about. */
    private static final class Counted implements LedgerMetrics {
        private final AtomicInteger cosigned = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void recorded() {}

        @Override
        public void incident() {}

        @Override
        public void published(Duration age) {}

        @Override
        public void cosigned() {
            cosigned.incrementAndGet();
        }

        @Override
        public void failed() {
            failed.incrementAndGet();
        }
    }

    @BeforeEach
    void start() throws IOException {
        directory = LedgerDirectory.take(folder.resolve("tiles"), PARTITION + 1);
        open.add(directory);
        lines.start();
        logger().addAppender(lines);
        grow(5);
    }

    @AfterEach
    void end() throws Exception {
        end.countDown();
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        threads.shutdownNow();
        vertx.close().await();
        logger().detachAppender(lines);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Cosigning.class);
    }

    private void grow(int entries) throws IOException {
        for (int i = 0; i < entries; i++) {
            log.append(LogEntry.unverified(("record " + log.size()).getBytes(UTF_8)));
        }
        tiles.addAll(log.partials());
        for (Tile tile : tiles) {
            directory.of(PARTITION).put(tile);
        }
        tiles.clear();
        board.put(PARTITION, log.checkpoint().signed(SIGNER.ofLog(PARTITION)));
    }

    private static NoteKey keyOf(String name, SigningKey key) {
        return new Cosigner(name, key).key();
    }

    /** Something by hand that answers as it likes. */
    private WitnessAddress fake(String name, HttpHandler answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/add-checkpoint", answers);
        server.start();
        open.add(() -> server.stop(0));
        return new WitnessAddress(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), keyOf(name, Sealed.key(40)));
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A real witness; {@code believed} is the key that the ledger was told it has. */
    private WitnessAddress real(String name, SigningKey own, SigningKey believed) throws IOException {
        int port = freePort();
        var config = WitnessConfig.from(Map.of(
                "keys.dir", folder.resolve("keys").toString(),
                "state.dir", folder.resolve(name).toString(),
                "name", name,
                "http.port", Integer.toString(port),
                "ledgers", SIGNER.key().text()));
        open.add(WitnessService.start(vertx, config, own, InstantSource.system()));
        return new WitnessAddress(URI.create("http://127.0.0.1:" + port), keyOf(name, believed));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private SignedCheckpoint await(long size) {
        Awaitility.await("a cosigned head of " + size).atMost(PATIENCE).until(() -> cosigned.stream()
                .anyMatch(head -> head.checkpoint().size() == size));
        return cosigned.stream()
                .filter(head -> head.checkpoint().size() == size)
                .findFirst()
                .orElseThrow();
    }

    private void assertSaid(String witness, String reason) {
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                .startsWith("witness " + witness + " does not co-sign " + NAME.text() + ": ")
                .contains(reason));
    }

    @Test
    void each_witness_that_fails_is_named_with_its_reason_and_the_good_one_cosigns_every_head() throws Exception {
        WitnessAddress silent = fake("silent", exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        WitnessAddress refuses = fake("refuses", exchange -> answer(exchange, 403, "not this log\n"));
        WitnessAddress stale = fake("stale", exchange -> answer(exchange, 409, "3\n"));
        WitnessAddress ahead = fake("ahead", exchange -> answer(exchange, 409, "1000000\n"));
        WitnessAddress garbage = fake("garbage", exchange -> answer(exchange, 200, "\u2014 garbage AAAA\n"));
        WitnessAddress endless = fake("endless", exchange -> answer(exchange, 200, "x".repeat(100_000)));
        WitnessAddress away =
                new WitnessAddress(URI.create("http://127.0.0.1:" + freePort()), keyOf("away", Sealed.key(40)));
        WitnessAddress other = real("other", Sealed.STRANGER, Sealed.key(41));
        WitnessAddress good = real("good", Sealed.WITNESS, Sealed.WITNESS);
        List<WitnessAddress> all = List.of(silent, refuses, stale, ahead, garbage, endless, away, other, good);
        var cosigning = new Cosigning(all, board, directory, cosigned, counted);
        open.add(cosigning);
        cosigning.start();

        assertCosignedByTheGoodOneAlone(await(5), all, good);
        assertSaid("silent", "it does not answer within 5 s");
        assertSaid("refuses", "it answers 403: not this log");
        assertSaid("stale", "it answers 409: 3");
        assertSaid("ahead", "it answers 409: 1000000");
        assertSaid("garbage", "a signature has more than the four bytes of its key's id");
        assertSaid("endless", "Exception");
        assertSaid("away", "ConnectException");
        assertSaid("other", "none of its 2 signatures");
        assertThat(counted.failed.get()).isGreaterThanOrEqualTo(all.size() - 1);
        assertThat(counted.cosigned.get()).isEqualTo(1);

        grow(300);
        assertCosignedByTheGoodOneAlone(await(305), all, good);
        assertThat(counted.cosigned.get()).isEqualTo(2);
    }

    private static void assertCosignedByTheGoodOneAlone(
            SignedCheckpoint head, List<WitnessAddress> all, WitnessAddress good) throws Exception {
        List<NoteKey> keys = all.stream().map(WitnessAddress::key).toList();
        assertThat(head.note().signers(keys)).singleElement().satisfies(signer -> assertThat(signer.key())
                .isEqualTo(good.key()));
        assertThat(head.note().signatures()).as("the log's and the good one's").hasSize(2);
    }
}
