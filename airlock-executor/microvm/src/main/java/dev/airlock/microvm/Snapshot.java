package dev.airlock.microvm;

import dev.airlock.linux.Errno;
import dev.airlock.linux.HostMemory;
import dev.airlock.linux.Memfd;
import dev.airlock.microvm.machine.Cpu;
import dev.airlock.microvm.machine.DirtyTracking;
import dev.airlock.microvm.machine.PageTree;
import dev.airlock.microvm.machine.WorkingSet;
import dev.airlock.microvm.personality.Console;
import dev.airlock.microvm.personality.LastWord;
import dev.airlock.microvm.personality.Tape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/**
 * A warmed-up program that waits for its payload. Any number of threads may run it at the same time: each run is in a machine of its
 * own over a private copy of the memory.
 */
public final class Snapshot implements AutoCloseable {
    private static final Limits REHEARSAL = new Limits(Duration.ofMillis(300), 1 << 16, 10_000);
    /** What a rehearsal did in its time, a self-test may do on a busy host in more. */
    private static final Limits SELF_TEST = new Limits(Duration.ofSeconds(10), 1 << 16, 10_000);

    private final Cpu cpu;
    private final DirtyTracking tracking;
    private final Deadlines deadlines;
    private final Memfd file;
    private final Frozen frozen;
    private final int memoryMib;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment pristine;
    private final LastWord lastWord;
    private final PageTree tree;
    private final Measure measure;
    private volatile WorkingSet workingSet = WorkingSet.none();
    private volatile End rehearsed = new End.Faulted(End.Blame.MACHINE, "never rehearsed");

    /**
     * @param file sealed; this snapshot closes it
     * @param known the tree over it, if somebody has made it already
     */
    Snapshot(
            Cpu cpu,
            DirtyTracking tracking,
            Deadlines deadlines,
            Memfd file,
            Frozen frozen,
            int memoryMib,
            Optional<PageTree> known)
            throws Errno {
        this.cpu = cpu;
        this.tracking = tracking;
        this.deadlines = deadlines;
        this.file = file;
        this.frozen = frozen;
        this.memoryMib = memoryMib;
        try {
            this.pristine = file.mapToRead(arena);
            this.lastWord = LastWord.of(pristine, frozen.waiting());
            this.tree = known.orElseGet(
                    () -> frozen.process().space().fork(pristine).tree());
            // Read back from a machine, so that whatever KVM makes of the registers is in the digest, too.
            try (ParkedVm vm = park()) {
                this.measure = vm.measure();
            }
        } catch (Errno | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** {@code sha256:} and 64 hex digits over memory, as the root of a tree of pages, and registers. */
    public String digest() {
        return measure.digest();
    }

    /** The guest's memory: 32, 64, 128, 256 or 512. */
    public int memoryMib() {
        return memoryMib;
    }

    /** How machines of this snapshot learn what to reset. */
    public DirtyTracking tracking() {
        return tracking;
    }

    /** Pages that a run is expected to write: a parked machine's own share of memory. */
    public int writtenPages() {
        return workingSet.writtenPages();
    }

    /** A machine that stands where this snapshot does, for the calling thread, which must be a platform thread. */
    public ParkedVm park() throws Errno {
        return ParkedVm.fork(this, false);
    }

    /**
     * Hands a new machine its payload, runs it to its end, and throws the machine away. On the calling thread, which must be a
     * platform thread.
     */
    public RunTrace run(byte[] payload, Limits limits, Monitor monitor) {
        return run(RunInput.of(payload), limits, monitor);
    }

    /** The same with files. */
    public RunTrace run(RunInput input, Limits limits, Monitor monitor) {
        try (ParkedVm vm = park()) {
            return vm.run(input, limits, monitor);
        } catch (Errno e) {
            return new Outcome(System.nanoTime(), new Console(input.payload(), limits.outputBytes()), Tape.fresh())
                    .faulted("the machine failed: " + e.getMessage());
        }
    }

    /**
     * Runs the guest once without a payload and remembers how it ends and which pages that takes. What it does is thrown away, and no
     * caller's payload has a part in it.
     */
    void rehearse() throws Errno {
        try (ParkedVm vm = ParkedVm.fork(this, true)) {
            rehearsed = rehearse(vm, REHEARSAL);
            workingSet = vm.space().used();
        }
    }

    /** What was wrong in the rehearsal; empty if the program did not end in a fault. */
    Optional<String> fault() {
        return rehearsed instanceof End.Faulted(End.Blame _, String reason) ? Optional.of(reason) : Optional.empty();
    }

    private static End rehearse(ParkedVm vm, Limits limits) {
        return vm.run(new byte[0], limits, _ -> new Judgement.Allow()).end();
    }

    /**
     * Tries whether a parked machine does what the snapshot's own rehearsal did, and resets it: that also touches the pages that a run
     * touches. A program that does not end without a payload is not run.
     *
     * @return what is wrong with it; empty if nothing is
     */
    public String selfTest(ParkedVm vm) throws Errno {
        if (rehearsed instanceof End.Exited) {
            End end = rehearse(vm, SELF_TEST);
            if (!end.equals(rehearsed)) {
                return "the self-test ended with " + end + ", not with " + rehearsed;
            }
            vm.reset();
        }
        return "";
    }

    /** A private mapping of the memory, of which the pages in the working set are copied. */
    MemorySegment privateMemory(Arena into) throws Errno {
        MemorySegment memory = file.mapPrivate(into);
        HostMemory.advise(memory, HostMemory.MADV_DONTFORK);
        workingSet.prefault(memory, pristine);
        return memory;
    }

    /**
     * For a machine that waits. Locked on fault and not at once, which would make copies that no reset looks for (ADR 34). A copy that is swapped out is found by a reset as well; so where RLIMIT_MEMLOCK does not allow this, or the kernel has no huge
     * pages to forbid, a run may be slower and nothing else.
     */
    static void keepInMemory(MemorySegment memory) {
        try {
            HostMemory.advise(memory, HostMemory.MADV_NOHUGEPAGE);
            HostMemory.lockOnFault(memory);
        } catch (Errno e) {
            // As said above.
        }
    }

    Cpu cpu() {
        return cpu;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Frozen frozen() {
        return frozen;
    }

    MemorySegment pristine() {
        return pristine;
    }

    /** How its program says that it has ended. */
    LastWord lastWord() {
        return lastWord;
    }

    PageTree tree() {
        return tree;
    }

    Measure measure() {
        return measure;
    }

    /** Its machines must be closed. */
    @Override
    public void close() {
        arena.close();
        file.close();
    }
}
