package dev.airlock.microvm;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Kvm;
import dev.airlock.linux.StandingVm;
import dev.airlock.linux.Vcpu;
import dev.airlock.microvm.machine.Cpu;
import dev.airlock.microvm.machine.DirtyTracking;
import dev.airlock.microvm.store.Host;
import dev.airlock.microvm.store.Manifest;
import dev.airlock.microvm.store.Origin;
import dev.airlock.microvm.store.SnapshotFolder;
import dev.airlock.microvm.store.SnapshotRefused;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** This host's KVM, looked into once: where snapshots come from. Any thread. */
public final class MicroVms implements AutoCloseable {
    /** The size classes of a guest's memory, MiB. */
    public static final Set<Integer> MEMORY_CLASSES = Set.of(32, 64, 128, 256, 512);

    private final Kvm kvm;
    private final Optional<StandingVm> standing;
    private final Cpu cpu;
    private final KvmFlavour flavour;
    private final DirtyTracking tracking;
    private final Deadlines deadlines = new Deadlines();

    private MicroVms(Kvm kvm, Optional<StandingVm> standing, Cpu cpu, KvmFlavour flavour, DirtyTracking tracking) {
        this.kvm = kvm;
        this.standing = standing;
        this.cpu = cpu;
        this.flavour = flavour;
        this.tracking = tracking;
    }

    /**
     * Opens /dev/kvm and lets a guest of two bytes show how a system call leaves it.
     *
     * @throws Errno with the fix in the message when /dev/kvm is missing or closed to us
     */
    public static MicroVms open() throws Errno {
        return open(DirtyTracking.probe());
    }

    /** The same with a way of finding written pages that this kernel has. */
    public static MicroVms open(DirtyTracking tracking) throws Errno {
        Kvm kvm = Kvm.open();
        try {
            require(kvm.apiVersion() == Kvm.API_VERSION, "KVM_GET_API_VERSION");
            require((kvm.checkExtension(Kvm.CAP_SYNC_REGS) & Vcpu.SYNCED) == Vcpu.SYNCED, "KVM_CAP_SYNC_REGS");
            require(kvm.checkExtension(Kvm.CAP_IMMEDIATE_EXIT) != 0, "KVM_CAP_IMMEDIATE_EXIT");
            Cpu cpu = Cpu.probe(kvm);
            KvmFlavour flavour =
                    new KvmFlavour(Kvm.module().orElse("kvm"), cpu.stub().text());
            return new MicroVms(kvm, standing(kvm), cpu, flavour, tracking);
        } catch (Errno | RuntimeException e) {
            kvm.close();
            throw e;
        }
    }

    /** Without one every machine is as good, and dearer. */
    private static Optional<StandingVm> standing(Kvm kvm) {
        try {
            return Optional.of(StandingVm.of(kvm));
        } catch (Errno e) {
            return Optional.empty();
        }
    }

    private static void require(boolean fact, String what) throws Errno {
        if (!fact) {
            throw new Errno(what, Errno.EINVAL);
        }
    }

    public KvmFlavour flavour() {
        return flavour;
    }

    /**
     * Runs a program until it reads descriptor 0 for the first time, and freezes it there. On the calling thread, which
     * must be a platform thread.
     *
     * @param memoryMib one of {@link #MEMORY_CLASSES}
     */
    public Snapshot boot(GuestProgram program, int memoryMib) throws BootFailed {
        if (!MEMORY_CLASSES.contains(memoryMib)) {
            throw new IllegalArgumentException("memory is 32, 64, 128, 256 or 512 MiB, not " + memoryMib);
        }
        return new Boot(cpu, tracking, deadlines, program).run(memoryMib);
    }

    /** What a stored snapshot must have been made for. */
    public Host host() {
        return new Host(flavour.stub(), flavour.name(), cpu.identity());
    }

    /**
     * The snapshot that a folder keeps, on the calling thread, which must be a platform thread. Its program is not warmed again.
     *
     * @param wanted what the program was made of
     * @throws SnapshotRefused when it cannot go on here as it stood there, with the reason
     * @throws Errno if this host gives no memory
     */
    Snapshot load(SnapshotFolder folder, Manifest manifest, Origin wanted, GuestProgram program)
            throws IOException, SnapshotRefused, Errno {
        if (!manifest.origin().isSameGuest(wanted)) {
            throw new SnapshotRefused(
                    SnapshotRefused.Reason.IMAGE, "of %s, not of %s".formatted(manifest.origin(), wanted));
        }
        manifest.host().require(host());
        return new Thaw(cpu, tracking, deadlines, program).run(folder, manifest);
    }

    /** Snapshots stay usable but for their deadlines; close them first. */
    @Override
    public void close() {
        deadlines.close();
        standing.ifPresent(StandingVm::close);
        kvm.close();
    }
}
