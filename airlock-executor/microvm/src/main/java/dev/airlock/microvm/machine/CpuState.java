package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.KvmDebugregs;
import dev.airlock.linux.KvmMsrs;
import dev.airlock.linux.KvmRegs;
import dev.airlock.linux.KvmSregs;
import dev.airlock.linux.KvmVcpuEvents;
import dev.airlock.linux.KvmXcrs;
import dev.airlock.linux.KvmXsave;
import dev.airlock.linux.Vcpu;
import java.lang.foreign.Arena;
import java.security.MessageDigest;

/** Everything a processor holds between two instructions, in segments that any thread may read; never changed. */
public final class CpuState {
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

    /** Everything a guest can change. The general registers are set once more with the answer to the call under way. */
    void restore(Cpu cpu, Vcpu vcpu) throws Errno {
        vcpu.setSregs(sregs);
        if (cpu.xcr0() != 0) {
            vcpu.setXcrs(xcrs);
        }
        vcpu.setXsave(xsave);
        all(msrs, vcpu.setMsrs(msrs), "KVM_SET_MSRS");
        vcpu.setDebugregs(debugregs);
        vcpu.setEvents(events);
        vcpu.setRegs(regs);
    }

    private static void all(KvmMsrs msrs, int done, String call) throws Errno {
        if (done != msrs.count()) {
            throw new Errno(call, Errno.EINVAL);
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
