package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.HostMemory;
import java.lang.foreign.MemorySegment;

/**
 * Takes away what the guest's processor still remembers of page table entries that the VMM has changed. Such an entry keeps its
 * effect in KVM's shadow of it (seen on kvm_pvm) or in a TLB, until the host's own mapping of the page changes: so that is changed,
 * and changed back.
 */
final class StaleMappings {
    /** Calls beyond which flushing too much, which only costs the guest some faults, is cheaper than more calls. */
    private static final int RUNS_MAX = 32;

    private final MemorySegment memory;

    StaleMappings(MemorySegment memory) {
        this.memory = memory;
    }

    void flush(int firstPage, int endPage) {
        MemorySegment pages =
                memory.asSlice((long) firstPage * GuestMap.PAGE, (long) (endPage - firstPage) * GuestMap.PAGE);
        try {
            HostMemory.protect(pages, HostMemory.PROT_READ);
            HostMemory.protect(pages, HostMemory.PROT_READ | HostMemory.PROT_WRITE);
        } catch (Errno e) {
            throw new MachineFailure(e);
        }
    }

    /** A call for each run, or one for all where that is cheaper. */
    void flush(PageRuns runs) {
        if (runs.size() > RUNS_MAX) {
            flush(runs.first(0), runs.end(runs.size() - 1));
            return;
        }
        for (int run = 0; run < runs.size(); run++) {
            flush(runs.first(run), runs.end(run));
        }
    }
}
