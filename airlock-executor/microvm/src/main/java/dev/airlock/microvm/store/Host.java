package dev.airlock.microvm.store;

/**
 * The machine a snapshot belongs to.
 *
 * @param stub how a system call leaves: {@code standard} or {@code cpl3}
 * @param kvm the module, for people: {@code kvm_intel}, {@code kvm_amd}, {@code kvm_pvm}, or {@code kvm} where that is not to be seen
 * @param cpu what its guests see
 */
public record Host(String stub, String kvm, CpuIdentity cpu) {
    /**
     * Returns only if what was taken there can go on here.
     *
     * @throws SnapshotRefused with STUB or CPU
     */
    public void require(Host here) throws SnapshotRefused {
        if (!stub.equals(here.stub)) {
            throw new SnapshotRefused(
                    SnapshotRefused.Reason.STUB,
                    "of %s/%s, and this machine is %s/%s".formatted(kvm, stub, here.kvm, here.stub));
        }
        String difference = cpu.differenceFrom(here.cpu);
        if (!difference.isEmpty()) {
            throw new SnapshotRefused(SnapshotRefused.Reason.CPU, "taken on another processor: " + difference);
        }
    }
}
