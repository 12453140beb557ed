package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Map;

/**
 * One virtual processor: the vCPU ioctls. Created, used and closed on one platform thread, which its arena enforces.
 * Source: Documentation/virt/kvm/api.rst, v6.12.
 */
public final class Vcpu implements AutoCloseable {
    /** struct kvm_signal_mask without its flexible array. */
    static final StructLayout SIGNAL_MASK = MemoryLayout.structLayout(JAVA_INT.withName("len"));

    /** What KVM_CAP_SYNC_REGS has to answer with at least: a bit for each kind of register that {@link #beginWith} sets. */
    public static final int SYNCED = (int) KvmRun.SYNC_ALL;

    /** The kernel's own sigset_t, not glibc's: 64 bits. */
    private static final int KERNEL_SIGSET_BYTES = 8;

    static final long KVM_RUN = IoctlNumber.none(Kvm.KVMIO, 0x80);
    static final long KVM_GET_REGS = IoctlNumber.read(Kvm.KVMIO, 0x81, KvmRegs.LAYOUT);
    static final long KVM_SET_REGS = IoctlNumber.write(Kvm.KVMIO, 0x82, KvmRegs.LAYOUT);
    static final long KVM_GET_SREGS = IoctlNumber.read(Kvm.KVMIO, 0x83, KvmSregs.LAYOUT);
    static final long KVM_SET_SREGS = IoctlNumber.write(Kvm.KVMIO, 0x84, KvmSregs.LAYOUT);
    static final long KVM_GET_MSRS = IoctlNumber.both(Kvm.KVMIO, 0x88, KvmMsrs.LAYOUT);
    static final long KVM_SET_MSRS = IoctlNumber.write(Kvm.KVMIO, 0x89, KvmMsrs.LAYOUT);
    static final long KVM_SET_SIGNAL_MASK = IoctlNumber.write(Kvm.KVMIO, 0x8B, SIGNAL_MASK);
    static final long KVM_SET_CPUID2 = IoctlNumber.write(Kvm.KVMIO, 0x90, KvmCpuid2.LAYOUT);
    static final long KVM_GET_VCPU_EVENTS = IoctlNumber.read(Kvm.KVMIO, 0x9F, KvmVcpuEvents.LAYOUT);
    static final long KVM_GET_DEBUGREGS = IoctlNumber.read(Kvm.KVMIO, 0xA1, KvmDebugregs.LAYOUT);
    static final long KVM_SET_DEBUGREGS = IoctlNumber.write(Kvm.KVMIO, 0xA2, KvmDebugregs.LAYOUT);
    static final long KVM_GET_TSC_KHZ = IoctlNumber.none(Kvm.KVMIO, 0xA3);
    static final long KVM_GET_XSAVE = IoctlNumber.read(Kvm.KVMIO, 0xA4, KvmXsave.LAYOUT);
    static final long KVM_SET_XSAVE = IoctlNumber.write(Kvm.KVMIO, 0xA5, KvmXsave.LAYOUT);
    static final long KVM_GET_XCRS = IoctlNumber.read(Kvm.KVMIO, 0xA6, KvmXcrs.LAYOUT);
    static final long KVM_SET_XCRS = IoctlNumber.write(Kvm.KVMIO, 0xA7, KvmXcrs.LAYOUT);

    private final Descriptor descriptor;
    private final Arena arena = Arena.ofConfined();
    private final KvmRun run;

    Vcpu(Descriptor descriptor, int mmapSize) throws Errno {
        this.descriptor = descriptor;
        try {
            this.run = new KvmRun(HostMemory.map(descriptor.number(), mmapSize, HostMemory.MAP_SHARED, arena));
        } catch (Errno e) {
            arena.close();
            throw e;
        }
    }

    /** Runs the guest until it leaves KVM, and says why it left. EINTR is {@link Exit.Interrupted}, not an error. */
    public Exit run() throws Errno {
        if (!Libc.ioctlUninterrupted("KVM_RUN", descriptor.number(), KVM_RUN)) {
            return new Exit.Interrupted();
        }
        return run.exit();
    }

    /** How many thousand ticks the guest's time stamp counter makes in a second; 0 if KVM does not say it. */
    public int tscKhz() {
        try {
            return Math.max(0, Libc.ioctl("KVM_GET_TSC_KHZ", descriptor.number(), KVM_GET_TSC_KHZ, MemorySegment.NULL));
        } catch (Errno e) {
            return 0;
        }
    }

    /** Completes the instruction of the last exit without running the guest further. */
    public void completeExit() throws Errno {
        run.immediateExit(true);
        try {
            run();
        } finally {
            run.immediateExit(false);
        }
    }

    /** The general registers as of the last exit: a view. Changes count after {@link #regsChanged}. */
    public KvmRegs syncedRegs() {
        return run.regs();
    }

    /** Segments and control registers as of the last exit: a view, to read. */
    public KvmSregs syncedSregs() {
        return run.sregs();
    }

    /** The next {@link #run} takes {@link #syncedRegs} over. */
    public void regsChanged() {
        run.regsChanged();
    }

    /**
     * The next entry into KVM sets these, which costs no call of its own. {@link #syncedRegs} and {@link #syncedSregs} show them at once,
     * and every other call here sees them set. The last exit has been completed, or was an OUT elsewhere than where {@code regs} stand. Source:
     * Documentation/virt/kvm/api.rst, v6.12, KVM_CAP_SYNC_REGS.
     */
    public void beginWith(KvmRegs regs, KvmSregs sregs, KvmVcpuEvents events) {
        run.beginWith(regs, sregs, events);
    }

    public void getRegs(KvmRegs into) throws Errno {
        ioctl("KVM_GET_REGS", KVM_GET_REGS, into.segment());
    }

    /** Sets the registers; what was changed in {@link #syncedRegs} is forgotten, else the stale values would win. */
    public void setRegs(KvmRegs regs) throws Errno {
        settle();
        run.nothingChanged();
        ioctl("KVM_SET_REGS", KVM_SET_REGS, regs.segment());
    }

    public void getSregs(KvmSregs into) throws Errno {
        ioctl("KVM_GET_SREGS", KVM_GET_SREGS, into.segment());
    }

    public void setSregs(KvmSregs sregs) throws Errno {
        ioctl("KVM_SET_SREGS", KVM_SET_SREGS, sregs.segment());
    }

    public void getXsave(KvmXsave into) throws Errno {
        ioctl("KVM_GET_XSAVE", KVM_GET_XSAVE, into.segment());
    }

    public void setXsave(KvmXsave xsave) throws Errno {
        ioctl("KVM_SET_XSAVE", KVM_SET_XSAVE, xsave.segment());
    }

    public void getDebugregs(KvmDebugregs into) throws Errno {
        ioctl("KVM_GET_DEBUGREGS", KVM_GET_DEBUGREGS, into.segment());
    }

    public void setDebugregs(KvmDebugregs debugregs) throws Errno {
        ioctl("KVM_SET_DEBUGREGS", KVM_SET_DEBUGREGS, debugregs.segment());
    }

    public void getEvents(KvmVcpuEvents into) throws Errno {
        ioctl("KVM_GET_VCPU_EVENTS", KVM_GET_VCPU_EVENTS, into.segment());
    }

    public void setCpuid(KvmCpuid2 cpuid) throws Errno {
        ioctl("KVM_SET_CPUID2", KVM_SET_CPUID2, cpuid.segment());
    }

    public void setXcr0(long value) throws Errno {
        try (Arena call = Arena.ofConfined()) {
            setXcrs(KvmXcrs.xcr0(value, call));
        }
    }

    public void getXcrs(KvmXcrs into) throws Errno {
        ioctl("KVM_GET_XCRS", KVM_GET_XCRS, into.segment());
    }

    public void setXcrs(KvmXcrs xcrs) throws Errno {
        ioctl("KVM_SET_XCRS", KVM_SET_XCRS, xcrs.segment());
    }

    /** Fills in the values of a list; fewer than all if KVM does not know one of them. */
    public int getMsrs(KvmMsrs into) throws Errno {
        return ioctl("KVM_GET_MSRS", KVM_GET_MSRS, into.segment());
    }

    /** Sets the registers of a list; fewer than all if KVM refuses one of them, and none after that one. */
    public int setMsrs(KvmMsrs msrs) throws Errno {
        return ioctl("KVM_SET_MSRS", KVM_SET_MSRS, msrs.segment());
    }

    /**
     * Sets model-specific registers, index to value.
     *
     * @throws Errno EINVAL when KVM takes fewer than all of them
     */
    public void setMsrs(Map<Integer, Long> values) throws Errno {
        try (Arena call = Arena.ofConfined()) {
            int taken = ioctl("KVM_SET_MSRS", KVM_SET_MSRS, KvmMsrs.of(values, call));
            if (taken != values.size()) {
                throw new Errno("KVM_SET_MSRS", Errno.EINVAL);
            }
        }
    }

    /** While the guest runs no signal is blocked, whatever the thread blocks outside. See {@link ThreadKick}. */
    public void letAllSignalsInterrupt() throws Errno {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment mask = call.allocate(SIGNAL_MASK.byteSize() + KERNEL_SIGSET_BYTES, 8);
            mask.set(JAVA_INT, 0, KERNEL_SIGSET_BYTES);
            ioctl("KVM_SET_SIGNAL_MASK", KVM_SET_SIGNAL_MASK, mask);
        }
    }

    /** What {@link #beginWith} promised is set now. */
    private void settle() throws Errno {
        if (run.begins()) {
            completeExit();
            if (run.begins()) {
                throw new Errno("KVM_RUN with registers to set", Errno.EINVAL);
            }
        }
    }

    private int ioctl(String name, long request, MemorySegment argument) throws Errno {
        settle();
        return Libc.ioctl(name, descriptor.number(), request, argument);
    }

    @Override
    public void close() {
        arena.close();
        descriptor.close();
    }
}
