package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.Calls;
import dev.airlock.executor.model.Offence;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.Trace;
import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.SyscallCall;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.syscalls.Ruling;
import dev.airlock.schemas.syscalls.SyscallPolicy;
import dev.airlock.schemas.syscalls.SyscallRecorder;
import dev.airlock.schemas.syscalls.SyscallTrace;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sees every system call of one guest before it is answered, and says whether it may be. In audit mode what the policy does not allow is
 * answered and counted, except for the always-dangerous calls. For the guest's own thread.
 */
public final class SyscallWatch implements Monitor {
    private static final Judgement ALLOW = new Judgement.Allow();
    private static final Ruling AUDITED = new Ruling.Allowed();
    /** arch/x86/entry/syscalls/syscall_64.tbl, v6.12. */
    private static final int CLOCK_GETTIME = 228;

    private final SyscallPolicy policy;
    private final String intent;
    private final Cutoff cutoff;
    private final Tap tap;
    private final SyscallRecorder recorder;
    private final Optional<AuditedCalls> audited;

    /** A watch that enforces its policy, and nobody hears what the program writes. */
    public SyscallWatch(SyscallPolicy policy, String intent, Cutoff cutoff) {
        this(policy, intent, cutoff, Tap.NONE, Mode.ENFORCE);
    }

    /**
     * A watch.
     *
     * @param tap hears what the program writes
     * @param mode whether the policy is enforced, or only written down
     */
    public SyscallWatch(SyscallPolicy policy, String intent, Cutoff cutoff, Tap tap, Mode mode) {
        this.policy = policy;
        this.intent = intent;
        this.cutoff = cutoff;
        this.tap = tap;
        this.audited = mode == Mode.AUDIT ? Optional.of(new AuditedCalls()) : Optional.empty();
        this.recorder = new SyscallRecorder(policy.names());
    }

    static Limits limits(Plan plan) {
        RunLimits limits = plan.limits();
        return new Limits(limits.deadline(), limits.outputBytes(), limits.calls());
    }

    @Override
    public Judgement judge(SyscallCall call) {
        Ruling ruling = ruling(call);
        recorder.record(call.number(), ruling);
        return switch (ruling) {
            case Ruling.Violation violation -> new Judgement.Kill(violation.text(intent));
            case Ruling.Allowed _ -> interrupted();
        };
    }

    private Ruling ruling(SyscallCall call) {
        Ruling ruling = policy.rule(call.number(), call.foreignCode());
        return ruling instanceof Ruling.Violation violation
                        && audited.isPresent()
                        && audited.get().take(violation)
                ? AUDITED
                : ruling;
    }

    /** Who may not ask for the time is not told it by another way. */
    @Override
    public boolean readsClocksUnasked() {
        return policy.rule(CLOCK_GETTIME, false) instanceof Ruling.Allowed;
    }

    @Override
    public void begins(Runnable kick) {
        cutoff.interruptedBy(kick);
    }

    @Override
    public void wrote(boolean error, byte[] bytes) {
        tap.wrote(error, bytes);
    }

    @Override
    public Judgement interrupted() {
        return cutoff.reason()
                .<Judgement>map(offence -> new Judgement.Kill(offence.text()))
                .orElse(ALLOW);
    }

    /** What was seen, once the guest has ended. */
    Trace trace(Site site, Plan plan, RunTrace run) {
        Calls calls = calls(recorder.finish());
        return new Trace(
                site,
                end(run.end(), plan.limits(), calls),
                Bytes.of(run.stdout()),
                Bytes.of(run.stderr()),
                run.end() instanceof End.OutputExceeded,
                calls,
                run.ran(),
                run.files().stream()
                        .map(file -> new NamedFile(file.name(), Bytes.of(file.content())))
                        .toList(),
                Bytes.of(run.recording().bytes()),
                run.strayed());
    }

    private Trace.End end(End end, RunLimits limits, Calls calls) {
        return switch (end) {
            case End.Exited(int code) -> new Trace.End.Exited(code);
            case End.Killed(String offence) -> new Trace.End.Stopped(killer(offence, calls));
            case End.DeadlineExceeded() -> new Trace.End.Stopped(new Offence.Deadline(limits.deadline()));
            case End.OutputExceeded() -> new Trace.End.Stopped(new Offence.Output(limits.outputBytes()));
            case End.MemoryExceeded() ->
                new Trace.End.Stopped(new Offence.Memory(limits.memory().mib()));
            case End.CallsExceeded() -> new Trace.End.Stopped(new Offence.Calls(limits.calls()));
            case End.FilesExceeded(String what) -> new Trace.End.Stopped(new Offence.Files(what));
            case End.Faulted(End.Blame blame, String reason) -> new Trace.End.Broke(cause(blame), reason);
        };
    }

    private static Trace.Cause cause(End.Blame blame) {
        return switch (blame) {
            case GUEST -> Trace.Cause.GUEST;
            case MACHINE -> Trace.Cause.SANDBOX;
        };
    }

    private Offence killer(String offence, Calls calls) {
        Optional<Offence> violation = calls.violations().stream()
                .filter(seen -> seen.text().equals(offence))
                .<Offence>map(seen -> seen)
                .findFirst();
        return violation.or(cutoff::reason).orElseGet(() -> new Offence.Violation("monitor", offence));
    }

    private Calls calls(SyscallTrace trace) {
        return new Calls(
                trace.total(),
                new TreeMap<>(trace.counts()),
                trace.sequence(),
                trace.violations().stream()
                        .map(violation -> new Offence.Violation(violation.call(), violation.text(intent)))
                        .toList(),
                audited.map(AuditedCalls::calls));
    }
}
