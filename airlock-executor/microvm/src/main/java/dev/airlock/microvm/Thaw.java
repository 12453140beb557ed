package dev.airlock.microvm;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Memfd;
import dev.airlock.microvm.machine.Cpu;
import dev.airlock.microvm.machine.DirtyTracking;
import dev.airlock.microvm.machine.MachineFailure;
import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.Manifest;
import dev.airlock.microvm.store.SnapshotFolder;
import dev.airlock.microvm.store.SnapshotRefused;
import dev.airlock.microvm.store.SnapshotRefused.Reason;
import dev.airlock.microvm.store.StateReader;
import java.io.IOException;
import java.util.Optional;

/** Makes a snapshot of what a folder keeps, without running its program up to its payload again. */
final class Thaw {
    private final Cpu cpu;
    private final DirtyTracking tracking;
    private final Deadlines deadlines;
    private final GuestProgram program;

    Thaw(Cpu cpu, DirtyTracking tracking, Deadlines deadlines, GuestProgram program) {
        this.cpu = cpu;
        this.tracking = tracking;
        this.deadlines = deadlines;
        this.program = program;
    }

    /**
     * The snapshot of a manifest whose signature, origin and host have been checked.
     *
     * @throws SnapshotRefused with FILES, STATE, PAGES, ROOT or DIGEST
     */
    Snapshot run(SnapshotFolder folder, Manifest manifest) throws IOException, SnapshotRefused, Errno {
        byte[] state = folder.state(manifest);
        try (SealedPages pages = SealedPages.of(folder, manifest)) {
            Frozen frozen = Frozen.read(cpu, program.root(), pages.memory(), pages.held(), new StateReader(state));
            Snapshot snapshot = snapshot(pages, frozen, manifest.origin().memoryMib());
            if (!snapshot.digest().equals(manifest.content().digest())) {
                snapshot.close();
                throw new SnapshotRefused(Reason.DIGEST, "a machine made of it is " + snapshot.digest());
            }
            return sound(Boot.rehearsed(snapshot));
        } catch (BadState | MachineFailure e) {
            throw new SnapshotRefused(Reason.STATE, e.getMessage());
        }
    }

    /** Without a payload no program that was kept ends in a fault: {@link SnapshotStore} keeps none that does. */
    private static Snapshot sound(Snapshot snapshot) throws SnapshotRefused {
        Optional<String> fault = snapshot.fault();
        if (fault.isPresent()) {
            snapshot.close();
            throw new SnapshotRefused(Reason.STATE, "a machine made of it does not run: " + fault.get());
        }
        return snapshot;
    }

    private Snapshot snapshot(SealedPages pages, Frozen frozen, int memoryMib) throws SnapshotRefused {
        Memfd file = pages.take();
        try {
            return new Snapshot(cpu, tracking, deadlines, file, frozen, memoryMib, Optional.of(pages.tree()));
        } catch (Errno | MachineFailure e) {
            file.close();
            throw new SnapshotRefused(Reason.STATE, "the machine does not take the state: " + e.getMessage());
        }
    }
}
