package dev.airlock.node;

import dev.airlock.authorisation.shell.EngineStart;
import dev.airlock.executor.shell.ExecutorConfig;
import dev.airlock.executor.shell.ExecutorHouse;
import dev.airlock.executor.shell.HeadStart;
import dev.airlock.gateway.shell.GatewayService;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.Recipe;
import dev.airlock.lane.shell.Timing;
import dev.airlock.node.dials.DoorAt;
import dev.airlock.node.dials.OperatorDoor;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.Signing;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.snaft.shell.FirewallWatch;
import dev.airlock.snaft.shell.SnaftVerticle;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole node in this JVM: the broker, policy, snaft, gateway and executor, on one data directory. */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** Sandboxes get ready while the broker starts, whose port may not be known; they use no bus. */
    private static final String NO_BUS_YET = "127.0.0.1:0";

    private static final Duration OPENS_WITHIN = Duration.ofSeconds(20);
    /** A backend that runs programs is ready. */
    private static final Set<RuntimeMode> RUNNING = EnumSet.of(RuntimeMode.EMBEDDED_ONLINE, RuntimeMode.KERNEL_ONLINE);

    private static final List<String> KEYS =
            List.of("policy", "observer", "snaft", "gateway", "gateway@ingress", "executor", "operator", "local");

    private final DataDirectory data;
    private final NodeOptions options;
    private final Timing timing;
    private final Vertx vertx = Vertx.vertx();
    /** The last started first. */
    private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
    /** Known when the broker runs, or from the beginning where another's is joined. */
    private Bus bus;

    private final boolean joins;

    /** Known when it runs. */
    private GatewayService gateway;

    private volatile Optional<String> mux = Optional.empty();
    private volatile Optional<String> http = Optional.empty();
    private Optional<OperatorDoor> door = Optional.empty();

    /** @param there the bus, unless its broker is this node's own */
    private Node(DataDirectory data, NodeOptions options, Timing timing, Optional<Bus> there, boolean joins) {
        this.data = data;
        this.options = options;
        this.timing = timing;
        this.joins = joins;
        there.ifPresent(known -> bus = known);
    }

    /**
     * Starts a node and waits until the road is open, or says why it is not.
     *
     * @param progress told in a line what is being done
     * @throws NodeRefused with the thing and the fix, when something is in the way; nothing is left running then
     */
    public static Node start(DataDirectory data, NodeOptions options, Consumer<String> progress)
            throws NodeRefused, InterruptedException {
        return start(data, options, progress, Timing.NONE);
    }

    /** The same, with somebody told where the time goes on the fast lane. */
    public static Node start(DataDirectory data, NodeOptions options, Consumer<String> progress, Timing timing)
            throws NodeRefused, InterruptedException {
        return started(new Node(data, options, timing, Optional.empty(), false), progress);
    }

    /** The same on a bus that is there, whose broker is another process. It is the first node of its road: it has the policy. */
    public static Node startOn(
            DataDirectory data, Bus bus, NodeOptions options, Consumer<String> progress, Timing timing)
            throws NodeRefused, InterruptedException {
        return started(new Node(data, options, timing, Optional.of(bus), false), progress);
    }

    /**
     * Starts a node that joins a road: snaft, gateway and executor with a fast lane of their own, on a bus that is there and under the policy
     * that is there.
     *
     * @param data its own directory, with the keys of that road; its executor's key is its name and nobody else's
     * @param bus where the road is; its topics must be there
     * @param options of which the broker's port counts for nothing
     */
    public static Node join(DataDirectory data, Bus bus, NodeOptions options, Consumer<String> progress)
            throws NodeRefused, InterruptedException {
        return started(new Node(data, options, Timing.NONE, Optional.of(bus), true), progress);
    }

    private static Node started(Node node, Consumer<String> progress) throws NodeRefused, InterruptedException {
        boolean whole = false;
        try {
            node.begin(progress);
            whole = true;
            return node;
        } catch (BrokerRefused e) {
            throw new NodeRefused(e.getMessage(), fixOf(e), true, e);
        } catch (TopicsDisagree | BusUnreachable | ImageRejected e) {
            throw new NodeRefused(e.getMessage(), "airlock doctor", true, e);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new NodeRefused(message, "airlock doctor", false, e);
        } finally {
            if (!whole) {
                node.close();
            }
        }
    }

    static String fixOf(BrokerRefused refused) {
        return switch (refused.reason()) {
            case PORT_TAKEN -> "airlock up --port PORT";
            case DIRECTORY_LOCKED -> "airlock status, airlock stop, or another --data";
            case DIRECTORY_UNUSABLE, SERVER_FAILED -> "airlock doctor";
        };
    }

    private void begin(Consumer<String> progress)
            throws IOException, BrokerRefused, TopicsDisagree, BusUnreachable, ImageRejected, InterruptedException {
        Files.createDirectories(data.root());
        if (options.metricsPort() != 0) {
            door = Optional.of(OperatorDoor.open(vertx, DoorAt.loopback(options.metricsPort())));
        }
        Images.require(data, Recipe.PYTHON, progress);
        var keys = new KeyFiles(data.keys(), new SecureRandom())
                .sealing(options.hybrid())
                .remembering();
        for (String name : KEYS) {
            keys.loadOrCreate(name);
        }
        LastWords.of(data.broker());
        // Loads on a thread of its own; the gateway asks for it when the broker is there.
        EngineStart.ofThisProcess();
        // So do snaft's rules. Should that fail, snaft's own start fails with the reason.
        Thread.ofPlatform().name("rules").daemon().start(SnaftVerticle::readAhead);
        HeadStart headStart = HeadStart.of(ExecutorConfig.from(settings(Service.Kind.EXECUTOR, NO_BUS_YET)));
        started.push(headStart);
        if (bus == null) {
            startBroker();
        }
        startServices(keys, headStart);
        announce();
        awaitOpen(keys, progress);
        door.ifPresent(OperatorDoor::started);
        if (options.listens() || options.announced()) {
            Signing.loadSoon(); // not for a single intent, nor while a start is short of processors
        }
        http = gateway.httpPort().map(port -> "127.0.0.1:" + port);
        // A road has one ledger, where its broker is; a node for one intent has none.
        if (options.announced() && !joins) {
            started.push(OwnLedger.soon(
                    vertx, settings(Service.Kind.LEDGER), ledger -> door.ifPresent(open -> open.show(ledger.panel()))));
        }
    }

    private void startBroker() throws BrokerRefused, TopicsDisagree, BusUnreachable, InterruptedException {
        EmbeddedBroker broker = options.port() == 0
                ? EmbeddedBroker.start(data.broker())
                : EmbeddedBroker.start(data.broker(), options.port());
        started.push(broker);
        bus = broker.bus();
        Topics.ensure(bus, (short) 1);
    }

    /** At once, for each waits for its seat on the bus for most of the time. Policy ends last: who still drains keeps its lease. */
    private void startServices(KeyFiles keys, HeadStart headStart) throws IOException, InterruptedException {
        List<Future<Service>> starts;
        try (var beside = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Service>> services = new ArrayList<>();
            if (!joins) {
                services.add(() -> Service.start(Service.Kind.POLICY, settings(Service.Kind.POLICY), vertx));
            }
            services.add(() -> Service.startExecutor(settings(Service.Kind.EXECUTOR), vertx, headStart));
            services.add(() -> Service.start(Service.Kind.SNAFT, settings(Service.Kind.SNAFT), vertx));
            starts = beside.invokeAll(services);
        }
        // Those that did start are ended with the node, whatever became of the others.
        starts.stream()
                .filter(start -> start.state() == Future.State.SUCCESS)
                .forEach(start -> started(start.resultNow()));
        Future<Service> executor = starts.get(starts.size() - 2);
        if (executor.state() == Future.State.SUCCESS) {
            started.remove(headStart);
        }
        for (Future<Service> start : starts) {
            if (start.state() == Future.State.FAILED) {
                switch (start.exceptionNow()) {
                    case IOException cause -> throw cause;
                    case RuntimeException cause -> throw cause;
                    case Throwable cause -> throw new IllegalStateException(cause);
                }
            }
        }
        startGateway(
                keys,
                executor.resultNow().executor().orElseThrow(),
                starts.getLast().resultNow().firewall().orElseThrow());
    }

    private void startGateway(KeyFiles keys, ExecutorHouse executor, FirewallWatch firewall) throws IOException {
        var lane = new OwnLane(
                data,
                keys,
                bus,
                executor,
                firewall,
                timing,
                started::push,
                panel -> door.ifPresent(open -> open.show(panel)));
        Map<String, String> gateway = settings(Service.Kind.GATEWAY);
        if (options.fastLane() && options.listens()) {
            gateway.put("mux.node", OwnLane.nameOf(keys.loadOrCreate("executor")));
            start(Service.startFast(gateway, vertx, lane));
            return;
        }
        if (OwnLane.leftBehind(data)) {
            // Nobody can ask anything of it; what it holds gets to the bus.
            var _ = lane.open((_, _) -> {
                throw new IllegalStateException("the fast lane takes nothing here");
            });
        }
        start(Service.start(Service.Kind.GATEWAY, gateway, vertx));
    }

    private void started(Service service) {
        started.push(service);
        door.ifPresent(open -> open.show(service.panel()));
    }

    private Service start(Service service) {
        started(service);
        gateway = service.gateway().orElseThrow();
        gateway.muxPort().ifPresent(port -> mux = Optional.of("127.0.0.1:" + port));
        return service;
    }

    private Map<String, String> settings(Service.Kind kind) {
        return settings(kind, bus.bootstrapServers());
    }

    private Map<String, String> settings(Service.Kind kind, String bootstrapServers) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers", bootstrapServers, "keys.dir", data.keys().toString()));
        if (joins) {
            settings.put(kind == Service.Kind.EXECUTOR ? "name" : "instance", name());
        }
        switch (kind) {
            case GATEWAY -> {
                settings.put("key.hybrid", Boolean.toString(options.hybrid()));
                settings.put("mux.enabled", Boolean.toString(options.muxPort() != 0));
                settings.put("mux.port", Integer.toString(options.muxPort()));
                settings.put("http.port", Integer.toString(options.httpPort()));
            }
            case EXECUTOR -> {
                settings.put("key.hybrid", Boolean.toString(options.hybrid()));
                settings.put("images.dir", data.images().toString());
                settings.put("snapshots.dir", data.snapshots().toString());
                settings.put("isolation", options.isolation().name().toLowerCase(Locale.ROOT));
                settings.put("containers.dir", data.containers().toString());
                settings.put("simulation.enabled", Boolean.toString(options.simulation()));
                settings.put("audit.enabled", Boolean.toString(options.audit()));
                if (options.slots() > 0) {
                    settings.put("slots", Integer.toString(options.slots()));
                }
            }
            case LEDGER -> {
                settings.put("tiles.dir", data.ledger().toString());
                settings.put("http.port", Integer.toString(options.ledgerPort()));
            }
            case POLICY, SNAFT -> {
                // All at their defaults.
            }
        }
        return settings;
    }

    /** As a member of the groups of a road, the same after a restart: nobody else has this executor's key. */
    private String name() {
        try {
            return OwnLane.nameOf(new KeyFiles(data.keys(), new SecureRandom()).loadOrCreate("executor"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void announce() throws IOException {
        if (options.announced()) {
            NodeFile.ofThisProcess(bus.bootstrapServers(), mux.orElse("")).write(data);
            started.push(() -> NodeFile.remove(data));
        }
    }

    /** Local callers need no open road; so a node that cannot open is told of, and kept. */
    private void awaitOpen(KeyFiles keys, Consumer<String> progress) throws IOException, InterruptedException {
        try (Watch watch = Watch.on(bus, keys.ring(), InstantSource.system())) {
            Effective now = watch.await(Effective::fresh, OPENS_WITHIN);
            Effective settled = now.fresh() ? watch.await(Node::runs, OPENS_WITHIN) : now;
            if (!runs(settled)) {
                progress.accept("the road is not open: " + settled.reason());
            }
        }
    }

    private static boolean runs(Effective posture) {
        return posture.fresh() && RUNNING.contains(posture.runtimeMode());
    }

    /** The way in for callers. */
    public Bus bus() {
        return bus;
    }

    /** Where the MUX listens; empty if it does not. */
    public Optional<String> mux() {
        return mux;
    }

    /** Where it shows itself to its operator; empty if nowhere. */
    public Optional<String> door() {
        return door.map(open -> "127.0.0.1:" + open.port());
    }

    /** Where HTTP is served; empty if nowhere. */
    public Optional<String> http() {
        return http;
    }

    /** Stops everything in the reverse order of its start; what is under way is finished or left to the next start. */
    @Override
    public void close() {
        door.ifPresent(OperatorDoor::ending);
        while (!started.isEmpty()) {
            AutoCloseable one = started.pop();
            try {
                one.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop in order: {}", one, e.toString());
            }
        }
        door.ifPresent(OperatorDoor::close);
        vertx.close().await();
    }
}
