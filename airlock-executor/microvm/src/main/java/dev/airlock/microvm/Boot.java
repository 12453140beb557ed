package dev.airlock.microvm;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.ThreadKick;
import dev.airlock.microvm.elf.ElfRejected;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Cpu;
import dev.airlock.microvm.machine.CpuState;
import dev.airlock.microvm.machine.DirtyTracking;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.machine.MachineFailure;
import dev.airlock.microvm.personality.Console;
import dev.airlock.microvm.personality.GuestClock;
import dev.airlock.microvm.personality.GuestProcess;
import dev.airlock.microvm.personality.LastWord;
import dev.airlock.microvm.personality.LoadedProgram;
import dev.airlock.microvm.personality.ProgramLoader;
import dev.airlock.microvm.personality.Tape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Runs a program up to where it asks for its payload, and freezes it there. */
final class Boot {
    /** A warm-up imports a standard library, no more. */
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 1 << 16, 10_000_000);

    private static final Judgement.Allow ALLOW = new Judgement.Allow();

    private final Cpu cpu;
    private final DirtyTracking tracking;
    private final Deadlines deadlines;
    private final GuestProgram program;

    Boot(Cpu cpu, DirtyTracking tracking, Deadlines deadlines, GuestProgram program) {
        this.cpu = cpu;
        this.tracking = tracking;
        this.deadlines = deadlines;
        this.program = program;
    }

    Snapshot run(int memoryMib) throws BootFailed {
        try {
            Memfd file = Memfd.create("airlock-snapshot", (long) memoryMib << 20);
            try {
                Frozen frozen = freeze(file);
                file.seal();
                Snapshot snapshot = new Snapshot(cpu, tracking, deadlines, file, frozen, memoryMib, Optional.empty());
                return rehearsed(snapshot);
            } catch (BootFailed | Errno | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (Errno | MachineFailure e) {
            throw new BootFailed("the machine failed: " + e.getMessage(), e);
        }
    }

    static Snapshot rehearsed(Snapshot snapshot) throws Errno {
        try {
            snapshot.rehearse();
            return snapshot;
        } catch (Errno | RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    private Frozen freeze(Memfd file) throws BootFailed, Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = file.mapShared(arena);
            AddressSpace space = Machine.furnish(memory, cpu.stub());
            Tape tape = Tape.fresh();
            LoadedProgram loaded = ProgramLoader.forMachine(program.root(), space, tape)
                    .load(program.command(), program.environment());
            try (Machine machine = Machine.create(cpu, memory)) {
                Fresh fresh = Fresh.of(space.memory(), loaded.stack());
                return boot(machine, space, loaded, fresh, tape);
            }
        } catch (BadAddress e) {
            throw new BootFailed("the program's stack is not one: " + e.getMessage(), e);
        } catch (ElfRejected e) {
            throw new BootFailed(program.command().getFirst() + ": " + e.getMessage(), e);
        }
    }

    private Frozen boot(Machine machine, AddressSpace space, LoadedProgram loaded, Fresh fresh, Tape tape)
            throws BootFailed, Errno {
        long budget = LIMITS.deadline().toNanos();
        Console console = new Console(new byte[0], LIMITS.outputBytes());
        GuestProcess process = new GuestProcess(
                program.root(), space, machine, loaded, console, GuestClock.starting(System.nanoTime() + budget, tape));
        machine.start(loaded.entry(), loaded.stack());
        Execution.Booted booted;
        try (ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            Execution execution = new Execution(machine, process, _ -> ALLOW, kick, LIMITS.callsMax(), LastWord.NONE);
            Deadlines.Deadline timer = deadlines.arm(kick::fire, budget);
            booted = execution.toTheFirstRead();
            timer.cancel();
        }
        return switch (booted) {
            case Execution.Booted.Ended(End end) ->
                throw new BootFailed("the program ended before it asked for a payload: " + end + "; stderr: "
                        + new String(console.stderr(), StandardCharsets.UTF_8).strip());
            case Execution.Booted.Waits(var call) -> {
                CpuState state = machine.capture();
                space.clearClock();
                space.discardFree();
                yield new Frozen(process, call, state, fresh);
            }
        };
    }
}
