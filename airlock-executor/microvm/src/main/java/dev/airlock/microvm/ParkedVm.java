package dev.airlock.microvm;

import dev.airlock.linux.Errno;
import dev.airlock.linux.ThreadKick;
import dev.airlock.microvm.files.GuestFile;
import dev.airlock.microvm.files.OutputFiles;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.CpuState;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.machine.MachineFailure;
import dev.airlock.microvm.machine.MemoryReset;
import dev.airlock.microvm.personality.Console;
import dev.airlock.microvm.personality.GuestProcess;
import dev.airlock.microvm.personality.Recording;
import dev.airlock.microvm.personality.Tape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * A machine that stands where its snapshot does. It runs one payload, and after a run that ended by itself it can be reset in place
 * for the next; after any other end it can only be closed. Made, used and closed on one platform thread, which its arena enforces.
 */
public final class ParkedVm implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final Snapshot snapshot;
    private final Frozen frozen;
    private final int tscKhz;
    private final Arena arena;
    private final MemorySegment memory;
    private final Machine machine;
    private final AddressSpace space;
    private final ThreadKick kicks;
    /** Made when it is first needed: a machine that runs once does without. */
    private Optional<MemoryReset> memoryReset = Optional.empty();

    private Start next;
    /** The AT_RANDOM bytes of the last run. */
    private byte[] fresh = NOTHING;

    private Condition condition = Condition.READY;

    /** What the next run begins with, made beforehand: whoever brings a payload does not wait for it. */
    private record Start(GuestProcess process, Tape tape) {}

    /** Where in its short round the machine is. */
    private enum Condition {
        /** It is the snapshot. */
        READY,
        /** A run has ended by itself. */
        USED,
        /** Nothing is known of it. */
        SPOILT
    }

    private ParkedVm(
            Snapshot snapshot,
            Arena arena,
            MemorySegment memory,
            Machine machine,
            AddressSpace space,
            ThreadKick kicks) {
        this.snapshot = snapshot;
        this.frozen = snapshot.frozen();
        this.tscKhz = snapshot.cpu().tscKhz();
        this.arena = arena;
        this.memory = memory;
        this.machine = machine;
        this.space = space;
        this.kicks = kicks;
        this.next = start();
    }

    private Start start() {
        GuestProcess process = frozen.process().fork(space, machine);
        process.hand(List.of());
        return new Start(process, Tape.fresh());
    }

    /** @param watched the page tables note what is used; only for a machine that is never reset */
    static ParkedVm fork(Snapshot snapshot, boolean watched) throws Errno {
        Arena arena = Arena.ofConfined();
        try {
            MemorySegment memory = snapshot.privateMemory(arena);
            AddressSpace space = snapshot.frozen().process().space().fork(memory);
            if (watched) {
                space.watch();
            }
            Machine machine = Machine.create(snapshot.cpu(), memory, snapshot.tracking());
            try {
                machine.begin(snapshot.frozen().state());
                ThreadKick kicks = ThreadKick.open();
                try {
                    return new ParkedVm(snapshot, arena, memory, machine, space, kicks);
                } catch (RuntimeException e) {
                    kicks.close();
                    throw e;
                }
            } catch (Errno | RuntimeException e) {
                machine.close();
                throw e;
            }
        } catch (Errno | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Makes what a wait and its resets need, unless it is there: its pages stay in the host's memory from now on. Else the first reset does.
     *
     * @throws Errno if this kernel does not tell what is to be reset
     */
    public void settle() throws Errno {
        if (memoryReset.isEmpty()) {
            Snapshot.keepInMemory(memory);
            memoryReset = Optional.of(machine.memoryReset(snapshot.pristine(), space, snapshot.tracking(), arena));
        }
    }

    /**
     * Hands the guest its payload and runs it to its end. The guest's reads of descriptor 0 yield the payload, then the end of the
     * file. Its AT_RANDOM bytes are its own.
     *
     * @throws IllegalStateException unless this machine is the snapshot: new, or reset
     */
    public RunTrace run(byte[] payload, Limits limits, Monitor monitor) {
        return run(RunInput.of(payload), limits, monitor);
    }

    /** The same with files. */
    public RunTrace run(RunInput input, Limits limits, Monitor monitor) {
        if (condition != Condition.READY) {
            throw new IllegalStateException("a " + condition + " machine runs nothing");
        }
        condition = Condition.SPOILT;
        Tape tape = input.played().map(Tape::playing).orElse(next.tape);
        Console console = new Console(input.payload(), limits.outputBytes(), monitor::wrote);
        Outcome outcome = new Outcome(System.nanoTime(), console, tape);
        try (ThreadKick.Turn kick = kicks.turn()) {
            Deadlines.Deadline timer =
                    snapshot.deadlines().arm(kick::fire, limits.deadline().toNanos());
            try {
                runIn(outcome, input, limits, monitor, kick);
            } finally {
                timer.cancel();
            }
        } catch (Errno | MachineFailure e) {
            return outcome.faulted("the machine failed: " + e.getMessage());
        }
        if (outcome.end instanceof End.Exited) {
            condition = Condition.USED;
        }
        return outcome.trace();
    }

    private void runIn(Outcome outcome, RunInput input, Limits limits, Monitor monitor, ThreadKick.Turn kick)
            throws Errno {
        long deadline = outcome.start + limits.deadline().toNanos();
        GuestProcess process = next.process;
        process.begin(outcome.console, deadline, outcome.tape);
        if (input.played().map(Recording::byItself).orElse(tscKhz > 0) && monitor.readsClocksUnasked()) {
            process.readClocksByItself(tscKhz);
        }
        process.limitTemporaryFiles(limits.temporaryBytes());
        if (!input.files().isEmpty()) {
            process.hand(input.files());
        }
        Execution execution = new Execution(machine, process, monitor, kick, limits.callsMax(), snapshot.lastWord());
        try (Alarm alarm = new Alarm(snapshot.deadlines(), kick)) {
            process.alarmClock(alarm);
            monitor.begins(() -> {
                kick.fire();
                process.clock().rouse();
            });
            fresh = frozen.fresh()
                    .renew(space.memory(), outcome.tape, input.played().isPresent() ? NOTHING : fresh);
            boolean told = input.played().map(Recording::told).orElse(machine.tellsTime());
            outcome.end = run(execution, process, told);
            take(outcome, input, process);
        } catch (BadAddress e) {
            outcome.end = new End.Faulted(End.Blame.MACHINE, "no fresh AT_RANDOM bytes: " + e.getMessage());
        } catch (MachineFailure e) {
            throw e;
        } catch (RuntimeException e) {
            // A guest found a call that we check too little: its run ends, the executor goes on.
            outcome.end = new End.Faulted(End.Blame.MACHINE, "an answer failed: " + e);
        } finally {
            process.clock().settle();
            outcome.left(execution, space);
        }
    }

    private static void take(Outcome outcome, RunInput input, GuestProcess process) {
        if (outcome.end instanceof End.Exited && !input.wanted().isEmpty()) {
            switch (process.take(input.wanted(), input.wantedBytes())) {
                case OutputFiles.Taken.Files(List<GuestFile> files) -> outcome.files = files;
                case OutputFiles.Taken.TooMuch(String what) -> outcome.end = new End.FilesExceeded(what);
            }
        }
    }

    private End run(Execution execution, GuestProcess process, boolean told) throws Errno {
        Optional<End> end = execution.answer(frozen.waiting());
        if (end.isPresent()) {
            return end.get();
        }
        machine.resume(frozen.state(), execution.result());
        if (told && process.tellTime()) {
            machine.takeCounter();
        }
        return execution.toTheEnd();
    }

    /**
     * Makes the machine the snapshot again: memory, page tables, what the processor remembers of them, and every register.
     *
     * @return how many pages were copied back
     * @throws IllegalStateException unless the last run ended by itself
     * @throws Errno if the machine may not be the snapshot; it can only be closed then
     */
    public int reset() throws Errno {
        if (condition != Condition.USED) {
            throw new IllegalStateException("a " + condition + " machine is not reset");
        }
        condition = Condition.SPOILT;
        settle();
        MemoryReset reset = memoryReset.orElseThrow();
        try {
            machine.restore(frozen.state());
            reset.run();
        } catch (MachineFailure e) {
            throw new Errno("resetting a machine: " + e.getMessage(), Errno.EINVAL);
        }
        next = start();
        condition = Condition.READY;
        return reset.pages();
    }

    /** How many pages of its memory are copies of its own by now, whether or not a run may write them: they only grow in number. */
    public int ownPages() {
        return memoryReset.map(MemoryReset::copies).orElse(0);
    }

    /** Reads everything back and compares it with the snapshot. Takes milliseconds. A machine with residue runs nothing more. */
    public Proof prove() throws Errno {
        if (condition != Condition.READY) {
            throw new IllegalStateException("a " + condition + " machine proves nothing");
        }
        condition = Condition.SPOILT;
        Measure found = measure();
        String difference = found.differenceFrom(snapshot.measure());
        if (!difference.isEmpty()) {
            return new Proof.Residue(difference);
        }
        condition = Condition.READY;
        return new Proof.Equal(found.digest());
    }

    Measure measure() throws Errno {
        CpuState state = machine.state(); // first, since it lets KVM set what the next run would begin with
        return Measure.of(space.tree(snapshot.tree()), space, state);
    }

    /** What the guest's run changed and used, as far as its page tables were watched. */
    AddressSpace space() {
        return space;
    }

    @Override
    public void close() {
        condition = Condition.SPOILT;
        memoryReset.ifPresent(MemoryReset::close);
        machine.close();
        arena.close();
        try {
            kicks.close();
        } catch (Errno e) {
            throw new IllegalStateException("the thread's signal mask", e);
        }
    }
}
