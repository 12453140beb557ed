package dev.airlock.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One virtual machine: the VM ioctls. Source: Documentation/virt/kvm/api.rst, v6.12. */
public final class Vm implements AutoCloseable {
    static final long KVM_CREATE_VCPU = IoctlNumber.none(Kvm.KVMIO, 0x41);
    static final long KVM_GET_DIRTY_LOG = IoctlNumber.write(Kvm.KVMIO, 0x42, KvmDirtyLog.LAYOUT);
    static final long KVM_SET_USER_MEMORY_REGION = IoctlNumber.write(Kvm.KVMIO, 0x46, KvmUserspaceMemoryRegion.LAYOUT);

    private final Descriptor descriptor;
    private final int vcpuMmapSize;

    Vm(Descriptor descriptor, int vcpuMmapSize) {
        this.descriptor = descriptor;
        this.vcpuMmapSize = vcpuMmapSize;
    }

    /**
     * Puts {@code memory} (whole pages, mapped for as long as the VM lives) at {@code guestPhysical}.
     *
     * @param logged whether KVM notes for {@link #dirtyLog} which pages the guest writes
     */
    public void setUserMemoryRegion(int slot, long guestPhysical, MemorySegment memory, boolean logged) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            Libc.ioctl(
                    "KVM_SET_USER_MEMORY_REGION",
                    descriptor.number(),
                    KVM_SET_USER_MEMORY_REGION,
                    KvmUserspaceMemoryRegion.of(slot, guestPhysical, memory, logged, arena));
        }
    }

    /** Reads the log of a slot's written pages, which is empty from then on. The guest must stand still. */
    public void dirtyLog(KvmDirtyLog into) throws Errno {
        Libc.ioctl("KVM_GET_DIRTY_LOG", descriptor.number(), KVM_GET_DIRTY_LOG, into.segment());
    }

    /** A vCPU that belongs to the calling thread. */
    public Vcpu createVcpu(int id) throws Errno {
        Descriptor vcpu = idleVcpu(id);
        try {
            return new Vcpu(vcpu, vcpuMmapSize);
        } catch (Errno e) {
            vcpu.close();
            throw e;
        }
    }

    /** A vCPU that nobody runs, and that belongs to no thread. */
    Descriptor idleVcpu(int id) throws Errno {
        return new Descriptor(Libc.ioctl("KVM_CREATE_VCPU", descriptor.number(), KVM_CREATE_VCPU, id));
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
