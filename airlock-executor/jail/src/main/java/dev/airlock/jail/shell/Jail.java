package dev.airlock.jail.shell;

import dev.airlock.jail.decide.FilterCompiler;
import dev.airlock.jail.decide.Inspection;
import dev.airlock.jail.model.Instruction;
import dev.airlock.jail.model.JailSettings;
import dev.airlock.jail.model.JailSettings.Level;
import dev.airlock.jail.model.Lock;
import dev.airlock.jail.model.Observation;
import dev.airlock.jail.model.Observation.Position;
import dev.airlock.jail.model.Phase;
import dev.airlock.jail.model.Program;
import dev.airlock.jail.model.Strictness;
import dev.airlock.jail.wire.Filters;
import dev.airlock.linux.Errno;
import dev.airlock.linux.Seccomp;
import dev.airlock.linux.SockFilter;
import java.io.IOException;
import java.util.List;

/**
 * The jail from the inside: the process that stage 0 started puts its two filters on and looks at all its locks. One
 * thread, once.
 */
public final class Jail {
    private final JailSettings settings;
    private final String kernel;
    private final Program start;
    private final Program run;

    private Jail(JailSettings settings, String kernel, Program start, Program run) {
        this.settings = settings;
        this.kernel = kernel;
        this.start = start;
        this.run = run;
    }

    /** Reads and compiles the filters; nothing is locked yet. */
    public static Jail of(JailSettings settings) {
        int self = Math.toIntExact(ProcessHandle.current().pid());
        return new Jail(
                settings,
                LandlockTrial.kernel(),
                FilterCompiler.compile(Filters.load(Phase.START, self), settings.strictness()),
                FilterCompiler.compile(Filters.load(Phase.RUN, self), settings.strictness()));
    }

    /**
     * Puts the filter of the start on every thread.
     *
     * @return how the locks are then
     * @throws JailIncomplete if one is missing and the jail is required
     */
    public List<Observation> begin() throws IOException {
        OwnProc.hold();
        return lock(start, 1);
    }

    /** Puts the filter of the run beside it; the same otherwise. */
    public List<Observation> settle() throws IOException {
        return lock(run, 2);
    }

    private List<Observation> lock(Program program, int filters) throws IOException {
        String refused = install(program);
        List<Observation> seen = Inspection.of(Tasks.ofThisProcess(), filters, LandlockTrial.look(kernel)).stream()
                .map(observation -> corrected(observation, refused))
                .toList();
        List<Observation> missing = Inspection.missing(seen);
        if (settings.level() == Level.REQUIRED && !missing.isEmpty()) {
            throw new JailIncomplete(missing);
        }
        return seen;
    }

    /** A filter that only logs is seen by the kernel as any other, and is none. */
    private Observation corrected(Observation observation, String refused) {
        if (observation.lock() != Lock.SECCOMP) {
            return observation;
        }
        if (!refused.isEmpty()) {
            return new Observation(Lock.SECCOMP, Position.OFF, refused);
        }
        return settings.strictness() == Strictness.LOG
                ? new Observation(Lock.SECCOMP, Position.OFF, "they are only logged: jail.seccomp=log")
                : observation;
    }

    private static String install(Program program) {
        try {
            Seccomp.installOnAllThreads(
                    program.instructions().stream().map(Jail::kernels).toList());
            return "";
        } catch (Errno e) {
            return e.getMessage();
        }
    }

    private static SockFilter kernels(Instruction instruction) {
        return new SockFilter(
                instruction.operation().code(), instruction.jumpTrue(), instruction.jumpFalse(), instruction.operand());
    }
}
