package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Exit;
import dev.airlock.linux.KvmMsrs;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.Vcpu;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Lets a guest of two bytes make one system call, looks in which ring it comes out, and asks what there is to keep. */
final class StubProbe {
    private static final int MEMORY_BYTES = 8 << 20;
    private static final byte[] SYSCALL = {0x0F, 0x05};

    private StubProbe() {}

    /**
     * @param msrs what is worth keeping, if KVM can read and write it
     * @param cpu with the CPL3 stub, which ring 0 can leave through as well
     * @throws Errno EINVAL when the machine does not come out through the stub at all
     */
    static Cpu run(Cpu cpu, List<Integer> msrs) throws Errno {
        try (Arena arena = Arena.ofConfined();
                Memfd file = Memfd.create("airlock-probe", MEMORY_BYTES)) {
            MemorySegment memory = file.mapShared(arena);
            AddressSpace space = Machine.furnish(memory, cpu.stub());
            space.mapFile(GuestMap.PROGRAM, GuestMap.PAGE, Access.READ_EXECUTE, MemorySegment.ofArray(SYSCALL));
            try (Machine machine = Machine.create(cpu, memory)) {
                machine.start(GuestMap.PROGRAM, memory.byteSize());
                Exit exit = machine.vcpu().run();
                if (!exit.equals(new Exit.Io(true, 1, Port.CALL, 1))) {
                    throw new Errno("probing how a system call leaves KVM (" + exit + ")", Errno.EINVAL);
                }
                boolean stayed = machine.vcpu().syncedSregs().cs().privilege() == 3;
                return new Cpu(
                        cpu.kvm(), cpu.cpuid(), stayed ? Stub.CPL3 : Stub.STANDARD, known(machine.vcpu(), msrs, arena));
            }
        }
    }

    /** KVM stops at the first register that it does not know, so each is tried alone. */
    private static List<Integer> known(Vcpu vcpu, List<Integer> msrs, Arena arena) throws Errno {
        List<Integer> known = new ArrayList<>();
        for (int msr : msrs) {
            KvmMsrs one = KvmMsrs.allocate(List.of(msr), arena);
            if (vcpu.getMsrs(one) == 1 && vcpu.setMsrs(one) == 1) {
                known.add(msr);
            }
        }
        return List.copyOf(known);
    }
}
