package dev.airlock.linux;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** /dev/kvm, opened: the system ioctls. Any thread. Source: Documentation/virt/kvm/api.rst, v6.12. */
public final class Kvm implements AutoCloseable {
    static final String DEVICE = "/dev/kvm";
    static final int KVMIO = 0xAE;

    /** The one API version there ever was. */
    public static final int API_VERSION = 12;

    /** KVM_CAP_SYNC_REGS: registers through struct kvm_run. */
    public static final int CAP_SYNC_REGS = 74;

    /** KVM_CAP_IMMEDIATE_EXIT. */
    public static final int CAP_IMMEDIATE_EXIT = 136;

    static final long KVM_GET_API_VERSION = IoctlNumber.none(KVMIO, 0x00);
    static final long KVM_CREATE_VM = IoctlNumber.none(KVMIO, 0x01);
    static final long KVM_CHECK_EXTENSION = IoctlNumber.none(KVMIO, 0x03);
    static final long KVM_GET_VCPU_MMAP_SIZE = IoctlNumber.none(KVMIO, 0x04);
    static final long KVM_GET_SUPPORTED_CPUID = IoctlNumber.both(KVMIO, 0x05, KvmCpuid2.LAYOUT);

    // include/uapi/asm-generic/fcntl.h, v6.12.
    private static final int O_RDWR = 2;

    private static final List<String> MODULES = List.of("kvm_pvm", "kvm_intel", "kvm_amd");

    private final Descriptor descriptor;
    private final int vcpuMmapSize;

    private Kvm(Descriptor descriptor, int vcpuMmapSize) {
        this.descriptor = descriptor;
        this.vcpuMmapSize = vcpuMmapSize;
    }

    /** @throws Errno EACCES or ENOENT with the fix in the message */
    public static Kvm open() throws Errno {
        Descriptor device = new Descriptor(Libc.open(DEVICE, O_RDWR | Libc.O_CLOEXEC));
        try {
            return new Kvm(device, vcpuMmapSize(device));
        } catch (Errno e) {
            device.close();
            throw e;
        }
    }

    /** The KVM back end whose module is there: {@code kvm_pvm}, {@code kvm_intel} or {@code kvm_amd}. */
    public static Optional<String> module() {
        return MODULES.stream()
                .filter(module -> Files.isDirectory(Path.of("/sys/module", module)))
                .findFirst();
    }

    public int apiVersion() throws Errno {
        return Libc.ioctl("KVM_GET_API_VERSION", descriptor.number(), KVM_GET_API_VERSION, MemorySegment.NULL);
    }

    /** 0 if KVM lacks the capability; else 1 or what the capability says of itself. */
    public int checkExtension(int capability) throws Errno {
        return Libc.ioctl("KVM_CHECK_EXTENSION", descriptor.number(), KVM_CHECK_EXTENSION, capability);
    }

    /** All that KVM can offer a guest's CPUID on this machine. */
    public KvmCpuid2 supportedCpuid() throws Errno {
        KvmCpuid2 cpuid = KvmCpuid2.allocate();
        Libc.ioctl("KVM_GET_SUPPORTED_CPUID", descriptor.number(), KVM_GET_SUPPORTED_CPUID, cpuid.segment());
        return cpuid;
    }

    /** A new, empty virtual machine. KVM may answer EINTR when a signal is pending; it is asked again then. */
    public Vm createVm() throws Errno {
        while (true) {
            try {
                int fd = Libc.ioctl("KVM_CREATE_VM", descriptor.number(), KVM_CREATE_VM, MemorySegment.NULL);
                return new Vm(new Descriptor(fd), vcpuMmapSize);
            } catch (Errno e) {
                if (e.number() != Errno.EINTR) {
                    throw e;
                }
            }
        }
    }

    private static int vcpuMmapSize(Descriptor device) throws Errno {
        return Libc.ioctl("KVM_GET_VCPU_MMAP_SIZE", device.number(), KVM_GET_VCPU_MMAP_SIZE, MemorySegment.NULL);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
