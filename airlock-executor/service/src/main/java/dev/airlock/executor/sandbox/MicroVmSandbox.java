package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.Answer;
import dev.airlock.executor.pool.Errand;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.executor.pool.PoolMetrics;
import dev.airlock.image.Image;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.BootFailed;
import dev.airlock.microvm.MicroVms;
import dev.airlock.microvm.RunTrace;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import dev.airlock.schemas.syscalls.SyscallPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs each plan in a warmed microVM that is, to the last bit, its snapshot, and is reset or torn down afterwards. A pool of them is kept
 * per image and size; the first run of a pair pays for its boot.
 */
public final class MicroVmSandbox implements Sandbox {
    private static final String UNKNOWN_ISOLATION = "microvm";
    private static final ScopedValue<Held> HELD = ScopedValue.newInstance();

    private final Images images;
    private final SyscallPolicies policies;
    private final SelfTest selfTest;
    private final int snapshotsMax;
    private final PoolLimits poolLimits;
    private final PoolMetrics poolMetrics;
    private final Warming warming;
    private volatile Readiness readiness = new Readiness.NotReady(UNKNOWN_ISOLATION, "no guest has run yet");
    private volatile Optional<String> spoilt = Optional.empty();
    private volatile Optional<Backing> backing = Optional.empty();

    /** What a warmed guest is made from. */
    private record Mould(Image image, SizeClass memory) {
        /** Images are the same when their digests are: to compare all that is in them would take longer than a guest's exit. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Mould(Image its, SizeClass itsMemory)
                    && image.digest().equals(its.digest())
                    && memory == itsMemory;
        }

        @Override
        public int hashCode() {
            return image.digest().hashCode();
        }
    }

    /** The guests of which one is held for the errand under way. */
    private record Held(MicroVmSandbox by, Mould mould, WarmImage warm) {
        boolean isOf(MicroVmSandbox sandbox, Mould wanted) {
            return by.equals(sandbox) && mould.equals(wanted);
        }
    }

    private record Backing(MicroVms machines, Shelf<Mould, WarmImage, BootFailed> images) {}

    /**
     * A sandbox that opens nothing before its first {@link #probe} or run.
     *
     * @param images the directory of the images
     * @param policies what each route's guests may call
     * @param selfTest what {@link #probe} runs
     * @param snapshotsMax how many images are kept warm
     * @param poolLimits how many guests of each wait
     * @param poolMetrics of all pools together
     */
    public MicroVmSandbox(
            Path images,
            SyscallPolicies policies,
            SelfTest selfTest,
            int snapshotsMax,
            PoolLimits poolLimits,
            PoolMetrics poolMetrics) {
        this(images, policies, selfTest, snapshotsMax, poolLimits, poolMetrics, Warming.IN_MEMORY);
    }

    /** The same with snapshots that come from somewhere else than memory. */
    public MicroVmSandbox(
            Path images,
            SyscallPolicies policies,
            SelfTest selfTest,
            int snapshotsMax,
            PoolLimits poolLimits,
            PoolMetrics poolMetrics,
            Warming warming) {
        this.warming = warming;
        this.images = new Images(new ImageStore(images));
        this.policies = policies;
        this.selfTest = selfTest;
        this.snapshotsMax = snapshotsMax;
        this.poolLimits = poolLimits;
        this.poolMetrics = poolMetrics;
    }

    @Override
    public SandboxKind kind() {
        return SandboxKind.MICROVM;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public Readiness probe() {
        Attempt attempt = run(selfTest.plan(kind()), selfTest.payload(), new Cutoff());
        Optional<String> fault = spoilt.or(() -> selfTest.fault(attempt));
        readiness = fault.<Readiness>map(text -> new Readiness.NotReady(isolation(), text))
                .orElseGet(() -> new Readiness.Ready(isolation(), selfTest.success()));
        return readiness;
    }

    @Override
    public Attempt run(Plan plan, Given given, Cutoff cutoff, Tap tap) {
        Optional<String> never = spoilt;
        if (never.isPresent()) {
            return Decline.because(RefusalKind.NO_BACKEND, "residue", never.get());
        }
        try {
            Image image = images.image(plan.image());
            Optional<SyscallPolicy> policy =
                    image.runtime().flatMap(runtime -> policies.policy(plan.policy(), runtime));
            return policy.isPresent()
                    ? run(plan, given, new SyscallWatch(policy.get(), plan.intent(), cutoff, tap, plan.mode()), image)
                    : Decline.policy(plan, image);
        } catch (ImageRejected | IOException e) {
            return Decline.image(plan, e);
        } catch (Errno e) {
            readiness = new Readiness.NotReady(isolation(), e.getMessage());
            return Decline.because(RefusalKind.NO_BACKEND, "microvm", e.getMessage());
        } catch (BootFailed e) {
            // Not the end of our readiness, or an order for too small a guest could close the road for everybody.
            return Decline.because(
                    RefusalKind.NO_BACKEND, "boot", "no guest of image " + plan.image() + ": " + e.getMessage());
        }
    }

    @Override
    public boolean take(Plan plan, Errand errand) {
        Optional<Backing> open = backing;
        Optional<Image> image = images.atHand(plan.image());
        return open.isPresent()
                && image.isPresent()
                && take(new Mould(image.get(), plan.limits().memory()), open.get(), errand);
    }

    private boolean take(Mould mould, Backing open, Errand errand) {
        Optional<Shelf.Loan<WarmImage>> loan = open.images().borrow(mould);
        if (loan.isEmpty()) {
            return false;
        }
        WarmImage warm = loan.get().kept();
        boolean taken = warm.pool()
                .take(new Errand(
                        () -> ScopedValue.where(HELD, new Held(this, mould, warm))
                                .run(errand.work()),
                        () -> {
                            try {
                                loan.get().giveBack().run();
                            } finally {
                                errand.over().run();
                            }
                        }));
        if (!taken) {
            loan.get().giveBack().run();
        }
        return taken;
    }

    /** In the guest that is held, unless the image's name has come to mean another one since. */
    private Attempt run(Plan plan, Given given, SyscallWatch watch, Image image) throws Errno, BootFailed {
        Mould mould = new Mould(image, plan.limits().memory());
        return HELD.isBound() && HELD.get().isOf(this, mould)
                ? run(plan, given, watch, image, HELD.get().warm())
                : backing().images().use(mould, warm -> run(plan, given, watch, image, warm));
    }

    private Attempt run(Plan plan, Given given, SyscallWatch watch, Image image, WarmImage warm) {
        Answer answer = warm.pool().run(Inputs.of(given), SyscallWatch.limits(plan), watch);
        warm.pool().residue().ifPresent(this::refuseFromNowOn);
        return switch (answer) {
            case Answer.Ran(RunTrace trace, Optional<String> measured) -> {
                Site.Origins origins = new Site.Origins(
                        image.name(),
                        image.digest(),
                        Optional.of(warm.snapshot().digest()),
                        measured);
                Site site = new Site(SandboxKind.MICROVM, isolation(), Optional.of(origins));
                yield new Attempt.Ran(watch.trace(site, plan, trace));
            }
            case Answer.NoCapacity(String text) -> Decline.because(RefusalKind.CAPACITY, "pool", text);
            case Answer.NoGuest(String text) -> Decline.because(RefusalKind.NO_BACKEND, "guest", text);
        };
    }

    /** Until the executor is started again: somebody has to look at what is wrong here. */
    private void refuseFromNowOn(String what) {
        spoilt = Optional.of("a reset left something of one run behind (" + what
                + "); this executor runs nothing more. Keep its log, start it again, and report the defect");
        readiness = new Readiness.NotReady(isolation(), spoilt.get());
    }

    private synchronized Backing backing() throws Errno {
        if (backing.isEmpty()) {
            MicroVms machines = MicroVms.open();
            backing = Optional.of(new Backing(
                    machines,
                    new Shelf<>(
                            snapshotsMax,
                            mould -> WarmImage.of(
                                    warming.snapshot(machines, mould.image(), mould.memory()),
                                    poolLimits,
                                    poolMetrics))));
        }
        return backing.get();
    }

    private synchronized String isolation() {
        return backing.map(open -> "microvm " + open.machines().flavour().text())
                .orElse(UNKNOWN_ISOLATION);
    }

    @Override
    public synchronized void close() {
        backing.ifPresent(open -> {
            open.images().close();
            open.machines().close();
        });
        backing = Optional.empty();
    }
}
