package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.KvmDebugregs;
import dev.airlock.linux.KvmMsrs;
import dev.airlock.linux.KvmRegs;
import dev.airlock.linux.KvmSegment;
import dev.airlock.linux.KvmSregs;
import dev.airlock.linux.KvmVcpuEvents;
import dev.airlock.linux.KvmXcrs;
import dev.airlock.linux.KvmXsave;
import dev.airlock.linux.Vcpu;
import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;
import java.lang.foreign.Arena;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/** Everything a processor holds between two instructions, in segments that any thread may read; never changed. */
public final class CpuState {
    /** KVM_MAX_XCRS of arch/x86/include/uapi/asm/kvm.h, v6.12. */
    private static final int XCRS_MAX = 16;

    private final KvmRegs regs;
    private final KvmSregs sregs;
    private final KvmXsave xsave;
    private final KvmXcrs xcrs;
    private final KvmMsrs msrs;
    private final KvmDebugregs debugregs;
    private final KvmVcpuEvents events;

    private CpuState(Cpu cpu, Arena arena) {
        regs = KvmRegs.allocate(arena);
        sregs = KvmSregs.allocate(arena);
        xsave = KvmXsave.allocate(arena);
        xcrs = KvmXcrs.allocate(arena);
        msrs = KvmMsrs.allocate(cpu.keptMsrs(), arena);
        debugregs = KvmDebugregs.allocate(arena);
        events = KvmVcpuEvents.allocate(arena);
    }

    /** What the processor holds now; its last exit has been completed. */
    static CpuState of(Cpu cpu, Vcpu vcpu) throws Errno {
        CpuState state = new CpuState(cpu, Arena.ofAuto());
        vcpu.getRegs(state.regs);
        vcpu.getSregs(state.sregs);
        vcpu.getXsave(state.xsave);
        if (cpu.hasProtectionKeys()) {
            state.xsave.includeProtectionKeys();
        }
        if (cpu.xcr0() != 0) {
            vcpu.getXcrs(state.xcrs);
        }
        all(state.msrs, vcpu.getMsrs(state.msrs), "KVM_GET_MSRS");
        vcpu.getDebugregs(state.debugregs);
        vcpu.getEvents(state.events);
        return state;
    }

    /**
     * Everything a guest can change: a call for each kind of register that KVM takes in no other way, and the rest with the next entry.
     * The last exit has been completed, or was the stub's OUT, behind which this state stands.
     */
    void restore(Cpu cpu, Vcpu vcpu) throws Errno {
        if (cpu.xcr0() != 0) {
            vcpu.setXcrs(xcrs);
        }
        vcpu.setXsave(xsave);
        all(msrs, vcpu.setMsrs(msrs), "KVM_SET_MSRS");
        vcpu.setDebugregs(debugregs);
        vcpu.beginWith(regs, sregs, events);
    }

    private static void all(KvmMsrs msrs, int done, String call) throws Errno {
        if (done != msrs.count()) {
            throw new Errno(call, Errno.EINVAL);
        }
    }

    /** Everything, in the form that {@link #read} reads. */
    public void write(StateWriter into) {
        into.bytes(regs.bytes());
        into.bytes(sregs.bytes());
        into.bytes(xsave.bytes());
        into.bytes(xcrs.bytes());
        into.bytes(msrs.bytes());
        into.bytes(debugregs.bytes());
        into.bytes(events.bytes());
    }

    /**
     * The state of a processor of this kind that has just left the stub's OUT behind it.
     *
     * @throws BadState if it is anything else
     */
    public static CpuState read(Cpu cpu, StateReader from) throws BadState {
        CpuState state = new CpuState(cpu, Arena.ofAuto());
        state.regs.bytes(from.exactly("the general registers", state.regs.bytes().length));
        state.sregs.bytes(from.exactly("the special registers", state.sregs.bytes().length));
        state.xsave.bytes(from.exactly("the vector registers", state.xsave.bytes().length));
        int xcrsMost = state.xcrs.bytes().length;
        state.xcrs.bytes(from.exactly("the extended control registers", xcrsMost));
        state.msrs.bytes(from.exactly("the model-specific registers", state.msrs.bytes().length));
        state.debugregs.bytes(from.exactly("the debug registers", state.debugregs.bytes().length));
        state.events.bytes(from.exactly("the events", state.events.bytes().length));
        state.require(cpu);
        return state;
    }

    private void require(Cpu cpu) throws BadState {
        int privilege = sregs.cs().privilege();
        boolean inStub =
                cpu.stub().isPastOut(regs.rip()) && privilege == cpu.stub().privilege();
        if (!inStub || !sregs.cs().isLong() || sregs.cr3() != GuestMap.PML4) {
            throw new BadState("the processor does not stand behind its call");
        }
        if (xcrs.count() < 0 || xcrs.count() > XCRS_MAX) {
            throw new BadState("%d extended control registers".formatted(xcrs.count()));
        }
        if (msrs.count() != cpu.keptMsrs().size() || !msrs.indexes().equals(cpu.keptMsrs())) {
            throw new BadState("other model-specific registers than are kept here");
        }
        if (cpu.stub() == Stub.STANDARD) {
            requireNoWayIntoRing0(cpu);
        }
    }

    /**
     * Whatever says how ring 0 is entered is what every guest here is started with, and no guest can change it. With the stub that stays
     * in ring 3 the host's kernel has no ring 0 to give, and shows some of these in its own way.
     */
    private void requireNoWayIntoRing0(Cpu cpu) throws BadState {
        if (sregs.cr0() != Cpu.CR0 || sregs.cr4() != cpu.cr4() || sregs.efer() != Cpu.EFER) {
            throw new BadState("other control registers: CR0 %x, CR4 %x, EFER %x"
                    .formatted(sregs.cr0(), sregs.cr4(), sregs.efer()));
        }
        KvmSegment task = sregs.segment("tr");
        boolean tables = sregs.isGdt(GuestMap.GDT, DescriptorTables.GDT_LIMIT)
                && sregs.isIdt(GuestMap.IDT, DescriptorTables.IDT_LIMIT)
                && task.base() == GuestMap.TSS
                && task.limit() == DescriptorTables.TSS_LIMIT
                && sregs.segment("ldt").isNone();
        if (!tables) {
            throw new BadState("the descriptor tables lie elsewhere");
        }
        Map<Integer, Long> entries = cpu.entryMsrs();
        List<Integer> kept = cpu.keptMsrs();
        for (int i = 0; i < kept.size(); i++) {
            Long only = entries.get(kept.get(i));
            if (only != null && msrs.value(i) != only) {
                throw new BadState("the model-specific register %x is %x".formatted(kept.get(i), msrs.value(i)));
            }
        }
    }

    KvmRegs regs() {
        return regs;
    }

    /** Adds every register, in a form that the same values always have. */
    public void digest(MessageDigest into) {
        into.update(regs.bytes());
        into.update(sregs.bytes());
        into.update(xsave.values());
        into.update(xcrs.bytes());
        into.update(msrs.bytes());
        into.update(debugregs.bytes());
        into.update(events.bytes());
    }
}
