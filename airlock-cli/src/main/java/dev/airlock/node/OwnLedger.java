package dev.airlock.node;

import dev.airlock.ledger.shell.LedgerService;
import dev.airlock.road.Bus;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's own ledger. Nobody waits for it: it starts when the road has been open for a while, so that it takes nothing from the first intents, and
 * a node whose ledger cannot start goes on and says so in its log.
 */
public final class OwnLedger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnLedger.class);
    private static final Duration LATER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Map<String, String> settings;
    private final Consumer<Service> told;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread starter =
            Thread.ofPlatform().name("ledger-start").daemon().unstarted(this::start);
    /** Written by the starter, read when it has ended. */
    private Optional<Service> running = Optional.empty();

    private OwnLedger(Vertx vertx, Map<String, String> settings, Consumer<Service> told) {
        this.vertx = vertx;
        this.settings = Map.copyOf(settings);
        this.told = told;
    }

    /**
     * Starts one in a while, on a thread of its own.
     *
     * @param told of it when it runs
     */
    static OwnLedger soon(Vertx vertx, Map<String, String> settings, Consumer<Service> told) {
        var ledger = new OwnLedger(vertx, settings, told);
        ledger.starter.start();
        return ledger;
    }

    private void start() {
        try {
            if (!closing.await(LATER.toNanos(), TimeUnit.NANOSECONDS)) {
                Service ledger = startWithPort();
                running = Optional.of(ledger);
                told.accept(ledger);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.error("ledger=down reason=\"{}\"; tokens are kept, and no heads are signed", e.getMessage(), e);
        }
    }

    /** Somebody else's port keeps nobody from signing. */
    private Service startWithPort() throws IOException {
        try {
            return Service.start(Service.Kind.LEDGER, settings, vertx);
        } catch (IllegalStateException e) {
            LOG.warn("ledger port=off reason=\"{}\"", e.getMessage());
            Map<String, String> silent = new TreeMap<>(settings);
            silent.put("http.port", "0");
            return Service.start(Service.Kind.LEDGER, silent, vertx);
        }
    }

    /**
     * Brings the logs of a data directory on which no node runs up to date with what its bus holds.
     *
     * @return whether that was done within {@code most}
     * @throws IOException if its keys or files cannot be used
     * @throws IllegalStateException if another process works on its logs
     */
    public static boolean bringUpToDate(DataDirectory data, Bus bus, Duration most)
            throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                "bootstrap.servers", bus.bootstrapServers(),
                "keys.dir", data.keys().toString(),
                "tiles.dir", data.ledger().toString(),
                "http.port", "0");
        try (Service service = Service.start(Service.Kind.LEDGER, settings)) {
            LedgerService ledger = service.ledger().orElseThrow();
            return ledger.awaitCaughtUp(most);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            starter.join();
            running.ifPresent(Service::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
