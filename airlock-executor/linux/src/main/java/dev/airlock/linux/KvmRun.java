package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** struct kvm_run: what vCPU and VMM share. Source: include/uapi/linux/kvm.h, v6.12. */
final class KvmRun {
    /** The io member of the exit union. */
    static final StructLayout IO = MemoryLayout.structLayout(
            JAVA_BYTE.withName("direction"),
            JAVA_BYTE.withName("size"),
            JAVA_SHORT.withName("port"),
            JAVA_INT.withName("count"),
            JAVA_LONG.withName("data_offset"));

    /** The mmio member of the exit union. */
    static final StructLayout MMIO = MemoryLayout.structLayout(
            JAVA_LONG.withName("phys_addr"),
            MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("data"),
            JAVA_INT.withName("len"),
            JAVA_BYTE.withName("is_write"),
            MemoryLayout.paddingLayout(3));

    private static final int UNION_BYTES = 256;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_BYTE.withName("request_interrupt_window"),
            JAVA_BYTE.withName("immediate_exit"),
            MemoryLayout.sequenceLayout(6, JAVA_BYTE).withName("padding1"),
            JAVA_INT.withName("exit_reason"),
            JAVA_BYTE.withName("ready_for_interrupt_injection"),
            JAVA_BYTE.withName("if_flag"),
            JAVA_SHORT.withName("flags"),
            JAVA_LONG.withName("cr8"),
            JAVA_LONG.withName("apic_base"),
            MemoryLayout.sequenceLayout(UNION_BYTES / 8, JAVA_LONG).withName("exit"),
            JAVA_LONG.withName("kvm_valid_regs"),
            JAVA_LONG.withName("kvm_dirty_regs"),
            KvmRegs.LAYOUT.withName("regs"),
            KvmSregs.LAYOUT.withName("sregs"),
            KvmVcpuEvents.LAYOUT.withName("events"),
            MemoryLayout.sequenceLayout(2048 - 144 - 312 - 64, JAVA_BYTE).withName("sync_padding"));

    /** KVM_SYNC_X86_REGS, KVM_SYNC_X86_SREGS and KVM_SYNC_X86_EVENTS of arch/x86/include/uapi/asm/kvm.h. */
    private static final long SYNC_REGS = 1;

    private static final long SYNC_SREGS = 2;
    private static final long SYNC_EVENTS = 4;
    static final long SYNC_ALL = SYNC_REGS | SYNC_SREGS | SYNC_EVENTS;

    private static final long IMMEDIATE_EXIT = at("immediate_exit");
    private static final long EXIT_REASON = at("exit_reason");
    private static final long EXIT = at("exit");
    private static final long VALID = at("kvm_valid_regs");
    private static final long DIRTY = at("kvm_dirty_regs");
    private static final long REGS = at("regs");
    private static final long SREGS = at("sregs");
    private static final long EVENTS = at("events");

    private final MemorySegment segment;
    private final KvmRegs regs;
    private final KvmSregs sregs;
    private final MemorySegment events;

    KvmRun(MemorySegment segment) {
        this.segment = segment;
        this.regs = new KvmRegs(segment.asSlice(REGS, KvmRegs.LAYOUT));
        this.sregs = new KvmSregs(segment.asSlice(SREGS, KvmSregs.LAYOUT));
        this.events = segment.asSlice(EVENTS, KvmVcpuEvents.LAYOUT);
        segment.set(JAVA_LONG, VALID, SYNC_REGS | SYNC_SREGS);
    }

    private static long at(String name) {
        return LAYOUT.byteOffset(PathElement.groupElement(name));
    }

    KvmRegs regs() {
        return regs;
    }

    KvmSregs sregs() {
        return sregs;
    }

    /** KVM takes the synced general registers over at the next entry. */
    void regsChanged() {
        segment.set(JAVA_LONG, DIRTY, segment.get(JAVA_LONG, DIRTY) | SYNC_REGS);
    }

    /** KVM takes none of the synced registers over. */
    void nothingChanged() {
        segment.set(JAVA_LONG, DIRTY, 0L);
    }

    /** KVM takes all of these over at the next entry. */
    void beginWith(KvmRegs nextRegs, KvmSregs nextSregs, KvmVcpuEvents nextEvents) {
        regs.copyFrom(nextRegs);
        sregs.copyFrom(nextSregs);
        events.copyFrom(nextEvents.segment());
        segment.set(JAVA_LONG, DIRTY, SYNC_ALL);
    }

    /** Whether {@link #beginWith} has been called since the last entry. */
    boolean begins() {
        return (segment.get(JAVA_LONG, DIRTY) & ~SYNC_REGS) != 0;
    }

    void immediateExit(boolean at) {
        segment.set(JAVA_BYTE, IMMEDIATE_EXIT, (byte) (at ? 1 : 0));
    }

    /** Why the vCPU left, decoded once. */
    Exit exit() {
        int reason = segment.get(JAVA_INT, EXIT_REASON);
        return switch (reason) {
            case Exit.KVM_EXIT_IO -> io();
            case Exit.KVM_EXIT_HLT -> new Exit.Halted();
            case Exit.KVM_EXIT_MMIO -> mmio();
            case Exit.KVM_EXIT_SHUTDOWN -> new Exit.Shutdown();
            case Exit.KVM_EXIT_FAIL_ENTRY -> new Exit.FailedEntry(segment.get(JAVA_LONG, EXIT));
            case Exit.KVM_EXIT_INTR -> new Exit.Interrupted();
            case Exit.KVM_EXIT_INTERNAL_ERROR -> new Exit.GaveUp(segment.get(JAVA_INT, EXIT));
            default -> new Exit.Other(reason);
        };
    }

    private Exit.Io io() {
        return new Exit.Io(
                segment.get(JAVA_BYTE, EXIT) == Exit.KVM_EXIT_IO_OUT,
                Byte.toUnsignedInt(segment.get(JAVA_BYTE, EXIT + 1)),
                Short.toUnsignedInt(segment.get(JAVA_SHORT, EXIT + 2)),
                segment.get(JAVA_INT, EXIT + 4));
    }

    private Exit.Mmio mmio() {
        return new Exit.Mmio(
                segment.get(JAVA_LONG, EXIT),
                segment.get(JAVA_INT, EXIT + MMIO.byteOffset(PathElement.groupElement("len"))),
                segment.get(JAVA_BYTE, EXIT + MMIO.byteOffset(PathElement.groupElement("is_write"))) != 0);
    }
}
