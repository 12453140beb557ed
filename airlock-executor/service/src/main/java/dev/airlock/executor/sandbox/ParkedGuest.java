package dev.airlock.executor.sandbox;

import dev.airlock.executor.pool.Guest;
import dev.airlock.executor.pool.GuestFailed;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.ParkedVm;
import dev.airlock.microvm.Proof;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.Snapshot;

/** A parked machine as what a slot holds. */
public final class ParkedGuest implements Guest {
    private final ParkedVm vm;
    private final int expectedPages;

    private ParkedGuest(ParkedVm vm, int expectedPages) {
        this.vm = vm;
        this.expectedPages = expectedPages;
    }

    /** A new machine of a snapshot that does what the snapshot's own rehearsal did. */
    public static Guest of(Snapshot snapshot) throws GuestFailed {
        try {
            ParkedVm vm = snapshot.park();
            try {
                String fault = snapshot.selfTest(vm);
                if (!fault.isEmpty()) {
                    throw new GuestFailed(fault);
                }
                vm.settle();
                return new ParkedGuest(vm, snapshot.writtenPages());
            } catch (GuestFailed | Errno | RuntimeException e) {
                vm.close();
                throw e;
            }
        } catch (Errno e) {
            throw new GuestFailed("no machine: " + e.getMessage(), e);
        }
    }

    @Override
    public RunTrace run(RunInput input, Limits limits, Monitor monitor) {
        return vm.run(input, limits, monitor);
    }

    @Override
    public int reset() throws GuestFailed {
        try {
            vm.reset();
            return vm.ownPages() - expectedPages;
        } catch (Errno e) {
            throw new GuestFailed("no reset: " + e.getMessage(), e);
        }
    }

    @Override
    public Proof prove() throws GuestFailed {
        try {
            return vm.prove();
        } catch (Errno e) {
            throw new GuestFailed("no proof: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        vm.close();
    }
}
