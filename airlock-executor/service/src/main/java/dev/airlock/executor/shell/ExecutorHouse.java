package dev.airlock.executor.shell;

import dev.airlock.executor.model.Ceilings;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.sandbox.Backends;
import dev.airlock.executor.sandbox.ContainerSandbox;
import dev.airlock.executor.sandbox.KeySeal;
import dev.airlock.executor.sandbox.MicroVmSandbox;
import dev.airlock.executor.sandbox.Sandbox;
import dev.airlock.executor.sandbox.SelfTest;
import dev.airlock.executor.sandbox.SimulationSandbox;
import dev.airlock.executor.sandbox.StoredWarming;
import dev.airlock.executor.sandbox.Warming;
import dev.airlock.jail.shell.JailIncomplete;
import dev.airlock.lane.Runs;
import dev.airlock.microvm.SnapshotStore;
import dev.airlock.road.Bus;
import dev.airlock.road.Health;
import dev.airlock.road.PostureWatch;
import dev.airlock.road.PrincipalWatch;
import dev.airlock.road.Probe;
import dev.airlock.road.Seat;
import dev.airlock.road.Sender;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.Signing;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole executor: everything that one starts, put together, and ended together. */
public final class ExecutorHouse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorHouse.class);
    private static final Duration PULSE_PATIENCE = Duration.ofMillis(500);

    private final Vertx vertx;
    private final HeadStart headStart;
    private final Slots slots;
    private final PostureWatch postures;
    private final PrincipalWatch callers;
    private final Cancels cancels;
    private final Sender sender;
    private final OrderWork work;
    private final ExecutorVerticle orders;
    private final String ordersId;
    private final String pulseId;
    private final FastRuns fastRuns;
    private final Duration drain;

    /**
     * What tests put in the place of the real.
     *
     * @param sandboxes what runs programs; closed with the house
     * @param pool what the sandboxes count their guests in
     */
    public record Parts(
            Map<SandboxKind, Sandbox> sandboxes,
            InstantSource clock,
            Counters metrics,
            PoolCounters pool,
            Probe probe) {
        public Parts {
            sandboxes = Map.copyOf(sandboxes);
        }

        /** Sandboxes that count their guests nowhere, or by themselves. */
        public Parts(Map<SandboxKind, Sandbox> sandboxes, InstantSource clock, Counters metrics, Probe probe) {
            this(sandboxes, clock, metrics, new PoolCounters(), probe);
        }

        /** In the jail no file is made: a guest that had to be warmed there is warmed again at the next start. */
        private static boolean keeps(ExecutorConfig config) {
            return config.snapshotsKeep() && !config.jail().wanted();
        }

        private static Sandbox container(ExecutorConfig config, PoolCounters pool) {
            return new ContainerSandbox(
                    new ContainerSandbox.Folders(
                            config.imagesDir(), config.containing().folder()),
                    config.containing().runtime(),
                    SyscallPolicies.load(Routes.load().policies()),
                    new SelfTest(config.warmImage(), config.warmMemory()),
                    config.snapshotsMax(),
                    config.pool(),
                    pool,
                    config.containing().everyCall());
        }

        private static Sandbox microVm(ExecutorConfig config, SigningKey key, PoolCounters pool) {
            return new MicroVmSandbox(
                    config.imagesDir(),
                    SyscallPolicies.load(Routes.load().policies()),
                    new SelfTest(config.warmImage(), config.warmMemory()),
                    config.snapshotsMax(),
                    config.pool(),
                    pool,
                    config.snapshotsDir()
                            .<Warming>map(directory ->
                                    new StoredWarming(new SnapshotStore(directory, new KeySeal(key), keeps(config))))
                            .orElse(Warming.IN_MEMORY));
        }

        /** The real ones, whose snapshots are signed with the executor's own key. */
        public static Parts of(ExecutorConfig config, SigningKey key) {
            Map<SandboxKind, Sandbox> sandboxes = new EnumMap<>(SandboxKind.class);
            PoolCounters pool = new PoolCounters();
            Sandbox real = Backends.chosen(
                                    config.containing().isolation(),
                                    config.containing().runtime())
                            == SandboxKind.CONTAINER
                    ? container(config, pool)
                    : microVm(config, key, pool);
            sandboxes.put(real.kind(), real);
            if (config.simulation()) {
                sandboxes.put(SandboxKind.SIMULATION, new SimulationSandbox());
            }
            return new Parts(sandboxes, InstantSource.system(), new Counters(), pool, Probe.NONE);
        }
    }

    /**
     * Starts an executor; it takes orders from here on, and its pulses say when guests can run.
     *
     * @throws IOException if the keys cannot be read or made
     * @throws JailIncomplete if the jail is required and a lock is missing; nothing is run then
     */
    public static ExecutorHouse start(Vertx vertx, ExecutorConfig config) throws IOException {
        Own own;
        if (config.jail().wanted()) {
            JailWatch jail = JailWatch.begin(config.jail());
            var _ = Signing.load();
            own = own(config);
            // Before the first order: no guest ever runs behind the wider filter of the start.
            jail.settle();
        } else {
            var _ = Signing.load();
            own = own(config);
        }
        return new ExecutorHouse(vertx, config, HeadStart.of(Parts.of(config, own.key())), own);
    }

    /** The same with other parts. */
    public static ExecutorHouse start(Vertx vertx, ExecutorConfig config, Parts parts) throws IOException {
        return start(vertx, config, HeadStart.of(parts));
    }

    /**
     * The same with sandboxes that are getting ready already.
     *
     * @param headStart is the house's from here on, if this does not fail
     */
    public static ExecutorHouse start(Vertx vertx, ExecutorConfig config, HeadStart headStart) throws IOException {
        return new ExecutorHouse(vertx, config, headStart, own(config));
    }

    /** What the key directory says of this executor. */
    private record Own(String name, SigningKey key, KeyRing ring) {}

    private static Own own(ExecutorConfig config) throws IOException {
        KeyFiles keys = new KeyFiles(config.keysDir(), new SecureRandom())
                .sealing(config.hybrid())
                .remembering();
        // The own key first: it has to be on the ring.
        var key = keys.loadOrCreate(config.keyName());
        return new Own(config.name(), key, keys.ring());
    }

    private ExecutorHouse(Vertx vertx, ExecutorConfig config, HeadStart headStart, Own own) {
        Bus bus = config.bus();
        Parts parts = headStart.parts();
        Running running = new Running();
        this.vertx = vertx;
        this.headStart = headStart;
        this.drain = config.drain();
        this.callers = new PrincipalWatch(bus, Station.EXECUTOR, own.ring(), parts.clock());
        Identity identity = new Identity(own.name(), own.key(), own.ring(), callers);
        this.postures = PostureWatch.start(bus, Station.EXECUTOR, identity.ring(), parts.clock(), running::enforce);
        this.cancels = Cancels.start(bus, callers, parts.clock(), running);
        this.sender = Sender.of(bus, Station.EXECUTOR, PULSE_PATIENCE);
        Ceilings ceilings = new Ceilings(
                config.deadlineMax(),
                config.callsMax(),
                config.outputMax(),
                parts.sandboxes().keySet(),
                config.audit());
        Workbench workbench =
                new Workbench(parts.sandboxes(), ceilings, postures, callers, running, parts.clock(), cancels::settle);
        this.slots = new Slots(config.slots(), workbench::take);
        ChainEnds ends = new ChainEnds(bus, identity.key().id(), identity.ring());
        this.fastRuns = new FastRuns(identity, slots, workbench, ceilings.outputBytesMax());
        this.work = new OrderWork(identity, ends, workbench, slots, parts.clock(), parts.metrics());
        this.orders = new ExecutorVerticle(
                new Seat(bus, Station.EXECUTOR, Topic.ORDERS, identity.name()),
                work,
                running,
                postures,
                slots,
                drain,
                parts.probe());
        this.ordersId = deploy(orders);
        this.pulseId = deploy(new PulseVerticle(
                identity, parts.sandboxes().values(), slots, this::health, work::draining, sender, parts.clock()));
        LOG.info(
                "executor={} key={} bus={} slots={}",
                identity.name(),
                identity.key().id(),
                bus,
                config.slots());
        HostRoom.tell(HostRoom.HERE, config.slots());
    }

    private String deploy(Deployable verticle) {
        return await(vertx.deployVerticle(
                verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** How the taking of orders is, and the hearing of cancels: the worse of the two. Any thread. */
    public Health health() {
        return Hearing.of(orders.health(), cancels.health());
    }

    /**
     * Why it takes no orders, or could not run them, in words: what its pulses say. Empty if it is ready. Any thread.
     */
    public List<String> unready() {
        return Unready.reasons(
                health(),
                work.draining(),
                headStart.parts().sandboxes().values().stream()
                        .map(Sandbox::readiness)
                        .toList());
    }

    /** What it has done with orders since its start. */
    public Counters counters() {
        return headStart.parts().metrics();
    }

    /** What its guests have been through. */
    public PoolCounters pool() {
        return headStart.parts().pool();
    }

    /** How many runs are under way or wait for a slot now, and whether it takes more. */
    public Load load() {
        return new Load(slots.busy(), slots.waiting(), work.draining());
    }

    /**
     * What an executor has to do.
     *
     * @param busy runs under way
     * @param waiting runs that wait for a slot
     * @param draining whether it takes no more
     */
    public record Load(int busy, int waiting, boolean draining) {}

    /** Its part of a fast lane in this process, which has to be closed before. */
    public Runs fastRuns() {
        return fastRuns;
    }

    /** How long runs may go on when it is closed. */
    public Duration drain() {
        return drain;
    }

    /** Drains and ends; what could not end in time is run again at the next start. Within a minute. */
    @Override
    public void close() {
        await(vertx.undeploy(ordersId));
        await(vertx.undeploy(pulseId));
        headStart.endProbes();
        postures.close();
        cancels.close();
        callers.close();
        sender.close();
        try {
            if (slots.end()) {
                headStart.close();
            } else {
                LOG.warn("runs did not end; their guests are left to the end of the process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
