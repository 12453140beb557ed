package dev.airlock.bench;

import dev.airlock.container.ContainerRuntime;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.executor.sandbox.Attempt;
import dev.airlock.executor.sandbox.ContainerSandbox;
import dev.airlock.executor.sandbox.Cutoff;
import dev.airlock.executor.sandbox.MicroVmSandbox;
import dev.airlock.executor.sandbox.Sandbox;
import dev.airlock.executor.sandbox.SelfTest;
import dev.airlock.executor.sandbox.SimulationSandbox;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.routes.Route;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The rate of guests: the program of the benchmark, back to back on the executor's sandbox, one platform thread per
 * slot, with the route's image, memory and syscall policy; no bus, no checks of orders, no tokens.
 */
final class Workshop implements AutoCloseable {
    /** Generous: none of them is meant to be felt. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int OUTPUT_BYTES = 64 << 10;
    private static final long CALLS = 1_000_000;

    private final Sandbox sandbox;
    private final Plan plan;
    private final ExecutorService slots;

    private Workshop(Sandbox sandbox, Plan plan, ExecutorService slots) {
        this.sandbox = sandbox;
        this.plan = plan;
        this.slots = slots;
    }

    /**
     * @param backend which sandbox
     * @param images the directory of the node's images
     * @param slotCount as many as the node has
     */
    static Workshop open(SandboxKind backend, Path images, int slotCount) throws BenchFailed {
        Routes routes = Routes.load();
        Route route = routes.route(Wish.INTENT).orElseThrow(() -> new BenchFailed("no route " + Wish.INTENT, ""));
        SizeClass memory = SizeClass.within(route.memoryMib()).orElseThrow();
        Plan plan = new Plan(
                new IntentKey("bench", "bench"),
                Wish.INTENT,
                backend,
                route.image(),
                route.policy(),
                new RunLimits(DEADLINE, memory, OUTPUT_BYTES, CALLS));
        return new Workshop(
                sandbox(plan, images, routes, slotCount),
                plan,
                Executors.newFixedThreadPool(
                        slotCount, Thread.ofPlatform().name("bench-slot-", 0).factory()));
    }

    private static Sandbox sandbox(Plan plan, Path images, Routes routes, int slotCount) {
        return switch (plan.kind()) {
            case SIMULATION -> new SimulationSandbox();
            case CONTAINER ->
                new ContainerSandbox(
                        new ContainerSandbox.Folders(images, images.resolveSibling("containers")),
                        ContainerRuntime.Wanted.AUTO,
                        SyscallPolicies.load(routes.policies()),
                        new SelfTest(plan.image(), plan.limits().memory()),
                        1,
                        pool(slotCount),
                        new PoolCounters(),
                        false);
            case MICROVM ->
                new MicroVmSandbox(
                        images,
                        SyscallPolicies.load(routes.policies()),
                        new SelfTest(plan.image(), plan.limits().memory()),
                        1,
                        pool(slotCount),
                        new PoolCounters());
        };
    }

    /** As an executor has it by default, but with a place in the queue for every run of a series. */
    private static PoolLimits pool(int slotCount) {
        return new PoolLimits(1, slotCount + 1, Integer.MAX_VALUE / 2, Duration.ofMinutes(1), 2048, 1000);
    }

    /** Runs the program {@code count} times, as many at once as there are slots; how many a second. */
    double rate(int count) throws BenchFailed, InterruptedException {
        long start = System.nanoTime();
        List<Future<Attempt>> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(slots.submit(() -> sandbox.run(plan, Wish.PAYLOAD, new Cutoff())));
        }
        for (Future<Attempt> run : runs) {
            check(run);
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static void check(Future<Attempt> run) throws BenchFailed, InterruptedException {
        try {
            Attempt attempt = run.get();
            if (!(attempt instanceof Attempt.Ran(Trace trace) && trace.end().equals(new Trace.End.Exited(0)))) {
                throw new BenchFailed("a program on the sandbox did not run well: " + attempt, "airlock doctor");
            }
        } catch (ExecutionException e) {
            throw new BenchFailed("the sandbox failed: " + e.getCause(), "airlock doctor", e);
        }
    }

    @Override
    public void close() {
        slots.shutdownNow();
        slots.close();
        sandbox.close();
    }
}
