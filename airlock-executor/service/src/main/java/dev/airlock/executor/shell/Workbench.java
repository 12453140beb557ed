package dev.airlock.executor.shell;

import dev.airlock.executor.decide.AuditCheck;
import dev.airlock.executor.decide.BehalfCheck;
import dev.airlock.executor.decide.OrderCheck;
import dev.airlock.executor.decide.Planner;
import dev.airlock.executor.decide.StandingCheck;
import dev.airlock.executor.decide.Triage;
import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.Calls;
import dev.airlock.executor.model.Ceilings;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Leave;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Signer;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.pool.Errand;
import dev.airlock.executor.sandbox.Attempt;
import dev.airlock.executor.sandbox.Cutoff;
import dev.airlock.executor.sandbox.Sandbox;
import dev.airlock.executor.sandbox.Tap;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Acting;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Guard;
import dev.airlock.schemas.wire.Delegations;
import dev.airlock.schemas.wire.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where one order after another is checked, planned, run and judged. On a slot's thread; never throws for an order's sake. */
final class Workbench {
    private static final Logger LOG = LoggerFactory.getLogger(Workbench.class);

    /** Whose intent nobody signed is external AI's, whatever it claims and whatever the gateway says. */
    private static final Signer NOBODY = new Signer.Good("nobody", Origin.EXTERNAL_AI);

    private final Map<SandboxKind, Sandbox> sandboxes;
    private final Ceilings ceilings;
    private final Guard guard;
    private final CallerKeys callers;
    private final Running running;
    private final InstantSource clock;
    private final Runnable settled;

    /** @param settled returns when the calls-off of before the start are known */
    Workbench(
            Map<SandboxKind, Sandbox> sandboxes,
            Ceilings ceilings,
            Guard guard,
            CallerKeys callers,
            Running running,
            InstantSource clock,
            Runnable settled) {
        this.sandboxes = Map.copyOf(sandboxes);
        this.ceilings = ceilings;
        this.guard = guard;
        this.callers = callers;
        this.running = running;
        this.clock = clock;
        this.settled = settled;
    }

    /** Does an errand of this order's on the thread of a guest that is warm for it; false if there is none. Waits for no run, boot or disk. Any thread. */
    boolean take(Order order, Errand errand) {
        return Planner.plan(order, ceilings) instanceof Leave.Go(Plan plan)
                && sandboxes.get(plan.kind()).take(plan, errand);
    }

    /**
     * Everything that becomes of an order.
     *
     * @param tenure ends the run with it
     * @param tap hears what the program writes
     */
    Concluded conclude(Delivery delivery, Tenure tenure, Tap tap) {
        settled.run();
        try (Running.Run run = running.enter(delivery, tenure)) {
            Effective bound = guard.of(Running.whom(delivery));
            Account account = account(delivery, bound, run.cutoff(), tap);
            return new Concluded(
                    delivery, account, bound, new TokenId(UUID.randomUUID().toString()));
        }
    }

    /** Ends the run that somebody wants no more, or keeps it from beginning. Any thread. */
    void callOff(CallOff wish) {
        running.callOff(wish);
    }

    /** What the fast lane called off of an intent of its counts for no other. Any thread. */
    void forgetCallOffs(IntentKey key) {
        running.forgetCallOffs(key);
    }

    /** Ends the runs of a partition that somebody else has now. */
    void abandon(Tenure tenure) {
        running.abandon(tenure);
    }

    /** What it meets that nobody foresaw ends this order alone: were it to end the executor, the next one would begin with the same order. */
    private Account account(Delivery delivery, Effective bound, Cutoff cutoff, Tap tap) {
        try {
            return judged(delivery, bound, cutoff, tap);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
            LOG.error("intent={} defect", delivery.order().key().text(), defect);
            return new Account.Refused(new Refusal(
                    RefusalKind.NO_BACKEND, "defect", "the executor failed before the program ran: " + defect));
        }
    }

    private Account judged(Delivery delivery, Effective bound, Cutoff cutoff, Tap tap) {
        Optional<Refusal> refusal = OrderCheck.refusal(delivery, bound, clock.instant())
                .or(() -> standing(delivery))
                .or(() -> behalf(delivery))
                .or(() -> AuditCheck.refusal(intent(delivery), delivery.order().origin(), ceilings));
        if (refusal.isPresent()) {
            return new Account.Refused(refusal.get());
        }
        Optional<CallOff> calledOff = running.calledOff(delivery);
        if (calledOff.isPresent()) {
            return new Account.Refused(
                    new Refusal(RefusalKind.CANCELLED, "cancel", calledOff.get().text() + " before it began"));
        }
        return switch (Planner.plan(delivery.order(), ceilings)) {
            case Leave.Refused(Refusal reason) -> new Account.Refused(reason);
            case Leave.Go(Plan plan) -> {
                Intent intent = intent(delivery);
                yield run(plan.in(intent.mode()), Given.of(intent), cutoff, new Heard(tap));
            }
        };
    }

    private Account run(Plan plan, Given given, Cutoff cutoff, Heard heard) {
        Instant started = clock.instant();
        return switch (attempt(plan, given, cutoff, heard)) {
            case Attempt.Declined(Refusal refusal) -> new Account.Refused(refusal);
            case Attempt.Ran(Trace seen) -> {
                Trace trace = cutoff.reason().map(seen::stoppedBy).orElse(seen);
                yield new Account.Ran(plan, trace, Triage.judge(plan, trace), started, clock.instant());
            }
        };
    }

    private Attempt attempt(Plan plan, Given given, Cutoff cutoff, Heard heard) {
        Sandbox sandbox = sandboxes.get(plan.kind());
        long began = System.nanoTime();
        try {
            return sandbox.run(plan, given, cutoff, heard);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // A defect of ours must not cost an order its token: it ends as a fault of the backend.
            LOG.error("sandbox={} intent={} defect", plan.kind(), plan.key().text(), e);
            return new Attempt.Ran(new Trace(
                    new Site(plan.kind(), sandbox.readiness().isolation(), Optional.empty()),
                    new Trace.End.Broke(Trace.Cause.SANDBOX, "the sandbox failed: " + e),
                    heard.stdout(),
                    heard.stderr(),
                    false,
                    new Calls(
                            0,
                            new TreeMap<>(),
                            Hashes.sha256(new byte[0]),
                            List.of(),
                            plan.mode() == Mode.AUDIT ? Optional.of(new TreeMap<>()) : Optional.empty()),
                    Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    private Optional<Refusal> standing(Delivery delivery) {
        return delivery.contents() instanceof Contents.Opened opened
                ? StandingCheck.refusal(
                        delivery.order(),
                        opened.signer().map(key -> signer(new KeyId(key))).orElse(NOBODY))
                : Optional.empty();
    }

    private Optional<Refusal> behalf(Delivery delivery) {
        return delivery.contents() instanceof Contents.Opened opened
                ? BehalfCheck.refusal(
                        delivery.order(),
                        opened.intent(),
                        new Acting(
                                opened.signer(),
                                Delegations.open(opened.intent().delegations(), callers)),
                        clock.instant())
                : Optional.empty();
    }

    private Signer signer(KeyId key) {
        return switch (callers.of(key)) {
            case Standing.Speaks(Speaker speaker, VerifyingKey _) -> new Signer.Good(speaker.name(), speaker.origin());
            case Standing.Barred(String reason) -> new Signer.Barred(reason);
            case Standing.Stranger _ -> new Signer.Barred("nobody known has " + key);
        };
    }

    private static Intent intent(Delivery delivery) {
        Order order = delivery.order();
        return switch (delivery.contents()) {
            case Contents.Opened opened -> opened.intent();
            case Contents.Unreadable _, Contents.Forged _ ->
                throw new IllegalStateException("order " + order.key().text() + " passed its check without contents");
        };
    }
}
