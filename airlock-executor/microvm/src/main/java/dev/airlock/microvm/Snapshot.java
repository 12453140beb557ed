package dev.airlock.microvm;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.ThreadKick;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.Cpu;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.machine.MachineFailure;
import dev.airlock.microvm.machine.WorkingSet;
import dev.airlock.microvm.personality.Console;
import dev.airlock.microvm.personality.GuestProcess;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * A warmed-up program that waits for its payload. Any number of threads may run it at the same time: each run is a
 * machine of its own over a private copy of the memory, and nothing of it remains afterwards.
 */
public final class Snapshot implements AutoCloseable {
    private static final Limits REHEARSAL = new Limits(Duration.ofMillis(300), 1 << 16, 10_000);

    private final Cpu cpu;
    private final Deadlines deadlines;
    private final Memfd file;
    private final Frozen frozen;
    private final int memoryMib;
    private final String digest;
    private volatile WorkingSet workingSet = WorkingSet.none();

    /** @param file sealed; this snapshot closes it */
    Snapshot(Cpu cpu, Deadlines deadlines, Memfd file, Frozen frozen, int memoryMib) throws Errno {
        this.cpu = cpu;
        this.deadlines = deadlines;
        this.file = file;
        this.frozen = frozen;
        this.memoryMib = memoryMib;
        this.digest = digestOf(file, frozen);
    }

    private static String digestOf(Memfd file, Frozen frozen) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            frozen.process().space().fork(file.mapPrivate(arena)).digest(sha256);
            frozen.state().digest(sha256);
            return "sha256:" + HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** {@code sha256:} and 64 hex digits over memory and registers. */
    public String digest() {
        return digest;
    }

    /** The guest's memory: 32, 64, 128, 256 or 512. */
    public int memoryMib() {
        return memoryMib;
    }

    /**
     * Hands the guest its payload and runs it to its end, on the calling thread, which must be a platform thread. The
     * guest's reads of descriptor 0 yield the payload, then the end of the file.
     */
    public RunTrace run(byte[] payload, Limits limits, Monitor monitor) {
        return run(payload, limits, monitor, false);
    }

    private RunTrace run(byte[] payload, Limits limits, Monitor monitor, boolean rehearsal) {
        long start = System.nanoTime();
        Console console = new Console(payload, limits.outputBytes());
        Outcome outcome = new Outcome(start, console);
        try (ThreadKick kick = ThreadKick.open()) {
            monitor.begins(kick::fire);
            Future<?> timer = deadlines.arm(kick, limits.deadline().toNanos());
            try {
                runIn(outcome, limits, monitor, rehearsal);
            } finally {
                timer.cancel(false);
            }
        } catch (Errno | MachineFailure e) {
            return outcome.faulted("the machine failed: " + e.getMessage());
        }
        return outcome.trace();
    }

    /**
     * Runs the guest once without a payload and remembers which pages that takes. What it does is thrown away, and no
     * caller's payload has a part in it.
     */
    void rehearse() {
        run(new byte[0], REHEARSAL, _ -> new Judgement.Allow(), true);
    }

    private void runIn(Outcome outcome, Limits limits, Monitor monitor, boolean rehearsal) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = file.mapPrivate(arena);
            AddressSpace space = frozen.process().space().fork(memory);
            if (rehearsal) {
                space.watch();
            }
            workingSet.prefault(memory);
            try (Machine machine = Machine.create(cpu, memory)) {
                machine.restore(frozen.state());
                long deadline = outcome.start + limits.deadline().toNanos();
                GuestProcess process = frozen.process().fork(space, machine, outcome.console, deadline);
                Execution execution = new Execution(machine, process, monitor, limits.callsMax());
                try {
                    outcome.end = run(machine, execution);
                } catch (MachineFailure e) {
                    throw e;
                } catch (RuntimeException e) {
                    // A guest found a call that we check too little: its run ends, the executor goes on.
                    outcome.end = new End.Faulted(End.Blame.MACHINE, "an answer failed: " + e);
                } finally {
                    outcome.left(execution, space);
                    if (rehearsal) {
                        workingSet = space.used();
                    }
                }
            }
        }
    }

    private End run(Machine machine, Execution execution) throws Errno {
        Optional<End> end = execution.answer(frozen.waiting());
        if (end.isPresent()) {
            return end.get();
        }
        machine.resume(frozen.state(), execution.result());
        return execution.toTheEnd();
    }

    @Override
    public void close() {
        file.close();
    }
}
