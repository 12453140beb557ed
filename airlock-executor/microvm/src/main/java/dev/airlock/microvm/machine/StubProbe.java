package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Exit;
import dev.airlock.linux.KvmMsrs;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.Vcpu;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Lets a guest of some bytes make system calls, looks in which ring they come out and how its counter goes on, and asks what there is to keep. */
final class StubProbe {
    private static final int MEMORY_BYTES = 8 << 20;
    /** {@code 1: lfence; rdtsc; shl rdx, 32; or rax, rdx; mov rdi, rax; syscall; jmp 1b}. */
    private static final byte[] COUNTS =
            HexFormat.of().parseHex("0faee8" + "0f31" + "48c1e220" + "4809d0" + "4889c7" + "0f05" + "ebed");

    private static final Exit CALLS = new Exit.Io(true, 1, Port.CALL, 1);

    /** Between two looks at the counter: long beside an exit, short beside a start. */
    private static final long APART_NANOS = 10_000_000;
    /** An exit may be late, so one look in some has to be right, and that within so much. */
    private static final int LOOKS = 10;

    private static final double TOLERANCE = 0.02;
    private static final double KILO_NANOS = 1e6;

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
            space.mapFile(GuestMap.PROGRAM, GuestMap.PAGE, Access.READ_EXECUTE, MemorySegment.ofArray(COUNTS));
            try (Machine machine = Machine.create(cpu, memory)) {
                machine.start(GuestMap.PROGRAM, memory.byteSize());
                Exit exit = machine.vcpu().run();
                if (!exit.equals(CALLS)) {
                    throw new Errno("probing how a system call leaves KVM (" + exit + ")", Errno.EINVAL);
                }
                boolean stayed = machine.vcpu().syncedSregs().cs().privilege() == 3;
                return new Cpu(
                        cpu.kvm(),
                        cpu.cpuid(),
                        stayed ? Stub.CPL3 : Stub.STANDARD,
                        tscKhz(cpu, machine.vcpu()),
                        false,
                        known(machine.vcpu(), msrs, arena));
            }
        }
    }

    /** What KVM says of the counter, if that never changes its rate, and agrees; else 0. */
    private static int tscKhz(Cpu cpu, Vcpu vcpu) throws Errno {
        int said = GuestCpuid.hasInvariantTsc(cpu.cpuid().leaves()) ? vcpu.tscKhz() : 0;
        for (int look = 0; said > 0 && look < LOOKS; look++) {
            long began = System.nanoTime();
            long count = vcpu.syncedRegs().rdi();
            LockSupport.parkNanos(APART_NANOS);
            if (!vcpu.run().equals(CALLS)) {
                continue;
            }
            double expected = (double) (System.nanoTime() - began) * said / KILO_NANOS;
            double counted = vcpu.syncedRegs().rdi() - count;
            if (look > 0 && Math.abs(counted - expected) < TOLERANCE * expected) {
                return said;
            }
        }
        return 0;
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
