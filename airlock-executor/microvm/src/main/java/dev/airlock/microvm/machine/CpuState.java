package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.KvmDebugregs;
import dev.airlock.linux.KvmRegs;
import dev.airlock.linux.KvmSregs;
import dev.airlock.linux.KvmVcpuEvents;
import dev.airlock.linux.KvmXsave;
import dev.airlock.linux.Vcpu;
import java.lang.foreign.Arena;
import java.security.MessageDigest;

/** Everything a processor holds between two instructions, in segments that any thread may read; never changed. */
public final class CpuState {
    private final KvmRegs regs;
    private final KvmSregs sregs;
    private final KvmXsave xsave;
    private final KvmDebugregs debugregs;
    private final KvmVcpuEvents events;

    private CpuState(Arena arena) {
        regs = KvmRegs.allocate(arena);
        sregs = KvmSregs.allocate(arena);
        xsave = KvmXsave.allocate(arena);
        debugregs = KvmDebugregs.allocate(arena);
        events = KvmVcpuEvents.allocate(arena);
    }

    static CpuState of(Vcpu vcpu, boolean protectionKeys) throws Errno {
        CpuState state = new CpuState(Arena.ofAuto());
        vcpu.getRegs(state.regs);
        vcpu.getSregs(state.sregs);
        vcpu.getXsave(state.xsave);
        if (protectionKeys) {
            state.xsave.includeProtectionKeys();
        }
        vcpu.getDebugregs(state.debugregs);
        vcpu.getEvents(state.events);
        return state;
    }

    /** All but the general registers, which come last and with the answer to the call under way. */
    void restore(Vcpu vcpu) throws Errno {
        vcpu.setSregs(sregs);
        vcpu.setXsave(xsave);
        vcpu.setDebugregs(debugregs);
        vcpu.setEvents(events);
    }

    KvmRegs regs() {
        return regs;
    }

    /** Adds every register. */
    public void digest(MessageDigest into) {
        into.update(regs.bytes());
        into.update(sregs.bytes());
        into.update(xsave.bytes());
        into.update(debugregs.bytes());
        into.update(events.bytes());
    }
}
