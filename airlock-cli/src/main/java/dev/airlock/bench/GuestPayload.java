package dev.airlock.bench;

import dev.airlock.executor.decide.Triage;
import dev.airlock.executor.model.Finding;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.Errand;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.executor.sandbox.Attempt;
import dev.airlock.executor.sandbox.Cutoff;
import dev.airlock.executor.sandbox.MicroVmSandbox;
import dev.airlock.executor.sandbox.Readiness;
import dev.airlock.executor.sandbox.SelfTest;
import dev.airlock.image.PythonImage;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Payloads in a parked microVM as an executor runs them: from the lease of a guest to what is found of its run. */
final class GuestPayload implements AutoCloseable {
    private static final String POLICY = "code-execute";
    private static final SizeClass MEMORY = SizeClass.MIB_64;
    private static final PoolLimits POOL = new PoolLimits(1, 1, 1, Duration.ofHours(1), 2048, 0);

    private final MicroVmSandbox sandbox;
    private final Plan plan;

    /** @param images where the Python image is */
    GuestPayload(Path images) {
        this.sandbox = new MicroVmSandbox(
                images,
                SyscallPolicies.load(List.of(POLICY)),
                new SelfTest(PythonImage.NAME, MEMORY),
                1,
                POOL,
                new PoolCounters());
        this.plan = new Plan(
                new IntentKey("bench", "bench"),
                Wish.INTENT,
                SandboxKind.MICROVM,
                PythonImage.NAME,
                POLICY,
                new RunLimits(Duration.ofSeconds(10), MEMORY, 1 << 16, 1_000_000));
    }

    /** Warms a guest up: why there is none, or nothing. */
    String fault() {
        return switch (sandbox.probe()) {
            case Readiness.Ready _ -> "";
            case Readiness.NotReady(String _, String text) -> text;
        };
    }

    /** So that what is compiled in an executor that runs for weeks is compiled here, too. */
    void warmUp(int times, byte[] payload) throws BenchFailed {
        for (int i = 0; i < times; i++) {
            var _ = nanos(payload);
        }
    }

    /**
     * How long one takes, in nanoseconds. As an executor does it: on the thread of a guest that is warm, which nobody waits for but who wants the
     * finding. Returns when the guest is warm again.
     */
    long nanos(byte[] payload) throws BenchFailed {
        Bytes bytes = Bytes.of(payload);
        CompletableFuture<Found> found = new CompletableFuture<>();
        CompletableFuture<Void> over = new CompletableFuture<>();
        long start = System.nanoTime();
        Errand errand = new Errand(
                () -> found.completeAsync(() -> found(bytes, start), Runnable::run), () -> over.complete(null));
        if (!sandbox.take(plan, errand)) {
            errand.run();
        }
        over.join();
        Found one;
        try {
            one = found.join();
        } catch (CompletionException e) {
            throw new BenchFailed(String.valueOf(e.getCause().getMessage()), "airlock doctor", e);
        }
        if (!(one.finding() instanceof Finding.Completed(int code, String _)) || code != 0) {
            throw new BenchFailed("a guest ended with " + one.finding(), "airlock doctor");
        }
        return one.nanos();
    }

    private record Found(Finding finding, long nanos) {}

    private Found found(Bytes payload, long start) {
        Attempt attempt = sandbox.run(plan, payload, new Cutoff());
        if (!(attempt instanceof Attempt.Ran ran)) {
            throw new IllegalStateException("a guest did not run: " + attempt);
        }
        Finding finding = Triage.judge(plan, ran.trace());
        return new Found(finding, System.nanoTime() - start);
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
