package dev.airlock.executor.sandbox;

import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.ContainerSpec;
import dev.airlock.container.Containers;
import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.Answer;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.executor.pool.PoolMetrics;
import dev.airlock.executor.sandbox.WarmContainers.Mould;
import dev.airlock.image.Image;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.microvm.RunTrace;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import dev.airlock.schemas.syscalls.SyscallPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Runs each plan in a container that was warmed and parked for a plan of its kind, runs this one, and is thrown away. A pool of them is
 * kept per image, size and policy.
 */
public final class ContainerSandbox implements Sandbox {
    private static final String UNKNOWN_ISOLATION = "container";
    /** Pipes, descriptors and the like are the kernel's memory: without a control group they are nobody's, and the host pays. */
    private static final String UNBOUNDED =
            "no control group bounds a container's memory here, and rlimits leave out the kernel's own; "
                    + Containers.BOUND;

    private final Folders folders;
    private final Images images;
    private final SyscallPolicies policies;
    private final SortedSet<Integer> warming;
    private final SelfTest selfTest;
    private final int kindsMax;
    private final PoolLimits poolLimits;
    private final PoolMetrics poolMetrics;
    private final boolean everyCall;
    private final Opening opening;
    private volatile Readiness readiness = new Readiness.NotReady(UNKNOWN_ISOLATION, "no container has run yet");
    private Optional<Backing> backing = Optional.empty();

    /**
     * Where it finds and keeps files.
     *
     * @param images the images
     * @param containers what is unpacked of them, and what runtimes are told
     */
    public record Folders(Path images, Path containers) {}

    /** Where its containers come from. */
    interface Opening {
        Containers open(Path folder) throws ContainerFailed, IOException;
    }

    private record Backing(Containers containers, Shelf<Mould, WarmContainers, ContainerFailed> kinds) {}

    /**
     * A sandbox that starts nothing before its first {@link #probe} or run.
     *
     * @param runtime by which containers are started
     * @param policies what each route's programs may call
     * @param selfTest what {@link #probe} runs
     * @param kindsMax of how many kinds containers are kept
     * @param poolLimits how many of each wait
     * @param poolMetrics of all pools together
     * @param everyCall whether every call is seen, and not those alone that no list names; in audit mode it always is
     */
    public ContainerSandbox(
            Folders folders,
            ContainerRuntime.Wanted runtime,
            SyscallPolicies policies,
            SelfTest selfTest,
            int kindsMax,
            PoolLimits poolLimits,
            PoolMetrics poolMetrics,
            boolean everyCall) {
        this(
                folders,
                folder -> Containers.open(folder, runtime),
                policies,
                selfTest,
                kindsMax,
                poolLimits,
                poolMetrics,
                everyCall);
    }

    ContainerSandbox(
            Folders folders,
            Opening opening,
            SyscallPolicies policies,
            SelfTest selfTest,
            int kindsMax,
            PoolLimits poolLimits,
            PoolMetrics poolMetrics,
            boolean everyCall) {
        this.folders = folders;
        this.opening = opening;
        this.images = new Images(new ImageStore(folders.images()));
        this.policies = policies;
        this.warming = policies.anywhere();
        this.selfTest = selfTest;
        this.kindsMax = kindsMax;
        this.poolLimits = poolLimits;
        this.poolMetrics = poolMetrics;
        this.everyCall = everyCall;
    }

    @Override
    public SandboxKind kind() {
        return SandboxKind.CONTAINER;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public Readiness probe() {
        Attempt attempt = run(selfTest.plan(kind()), selfTest.payload(), new Cutoff());
        readiness = selfTest.fault(attempt)
                .<Readiness>map(text -> new Readiness.NotReady(isolation(everyCall), text))
                .orElseGet(() -> new Readiness.Ready(isolation(everyCall), selfTest.success()));
        return readiness;
    }

    @Override
    public Attempt run(Plan plan, Given given, Cutoff cutoff, Tap tap) {
        try {
            Image image = images.image(plan.image());
            Optional<SyscallPolicy> policy =
                    image.runtime().flatMap(runtime -> policies.policy(plan.policy(), runtime));
            if (policy.isEmpty()) {
                return Decline.policy(plan, image);
            }
            Optional<String> unfit = Containers.unfit(image.root());
            if (unfit.isPresent()) {
                return Decline.because(RefusalKind.NO_IMAGE, "image", unfit.get());
            }
            boolean every = everyCall || plan.mode() == Mode.AUDIT;
            Mould mould = new Mould(image, plan.limits().memory(), policy.get(), every);
            Containers containers = backing().containers();
            if (!containers.bounded()) {
                throw new ContainerFailed(UNBOUNDED);
            }
            // A refusal of this kind of run alone: others go on.
            Optional<String> refusal = containers.refusal(mould.spec(warming));
            if (refusal.isPresent()) {
                return Decline.because(RefusalKind.NO_BACKEND, "container", refusal.get());
            }
            SyscallWatch watch = new SyscallWatch(policy.get(), plan.intent(), cutoff, tap, plan.mode());
            return run(plan, given, watch, mould);
        } catch (ImageRejected e) {
            return Decline.image(plan, e);
        } catch (ContainerFailed | IOException e) {
            readiness = new Readiness.NotReady(isolation(everyCall), String.valueOf(e.getMessage()));
            return Decline.because(RefusalKind.NO_BACKEND, "container", String.valueOf(e.getMessage()));
        }
    }

    private Attempt run(Plan plan, Given given, SyscallWatch watch, Mould mould) throws ContainerFailed, IOException {
        return backing().kinds().use(mould, warm -> {
            Answer answer = warm.pool().run(Inputs.of(given), SyscallWatch.limits(plan), watch);
            return switch (answer) {
                case Answer.Ran(RunTrace trace, Optional<String> _) -> {
                    Image image = mould.image();
                    Site.Origins origins =
                            new Site.Origins(image.name(), image.digest(), Optional.empty(), Optional.empty());
                    Site site = new Site(kind(), isolation(mould.everyCall()), Optional.of(origins));
                    yield new Attempt.Ran(watch.trace(site, plan, trace));
                }
                case Answer.NoCapacity(String text) -> Decline.because(RefusalKind.CAPACITY, "pool", text);
                case Answer.NoGuest(String text) -> Decline.because(RefusalKind.NO_BACKEND, "guest", text);
            };
        });
    }

    /** What a container of an image is that its pool holds for such a policy; for who starts one without a pool. */
    public static ContainerSpec spec(Image image, SizeClass memory, SyscallPolicy policy, boolean everyCall) {
        return new Mould(image, memory, policy, everyCall).spec(Collections.emptySortedSet());
    }

    private synchronized Backing backing() throws ContainerFailed, IOException {
        if (backing.isEmpty()) {
            Containers containers = opening.open(folders.containers());
            backing = Optional.of(new Backing(
                    containers,
                    new Shelf<>(
                            kindsMax,
                            mould -> WarmContainers.of(
                                    containers, mould, mould.spec(warming), poolLimits, poolMetrics))));
        }
        return backing.get();
    }

    private synchronized String isolation(boolean every) {
        return backing.map(open -> open.containers().isolation(every)).orElse(UNKNOWN_ISOLATION);
    }

    @Override
    public synchronized void close() {
        backing.ifPresent(open -> {
            open.kinds().close();
            open.containers().close();
        });
        backing = Optional.empty();
    }
}
