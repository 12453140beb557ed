package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Exit;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.ThreadFaults;
import dev.airlock.linux.Vcpu;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** Lets a guest of some bytes write to pages that it shares with a file, and looks whether its thread's faults are as many. */
final class FaultProbe {
    private static final int MEMORY_BYTES = 8 << 20;
    private static final long DATA = GuestMap.PROGRAM + GuestMap.PAGE;
    private static final int PAGES = 0x80;

    /**
     * {@code mov edi, DATA; mov ecx, PAGES; 1: mov byte [rdi], 1; add rdi, 4096; dec ecx; jnz 1b; syscall}: the only way that guest memory becomes a
     * copy of its own beside what we write ourselves.
     */
    private static final byte[] WRITES = HexFormat.of()
            .parseHex("bf00104000" + "b980000000" + "c60701" + "4881c700100000" + "ffc9" + "75f2" + "0f05");

    private static final Exit CALLS = new Exit.Io(true, 1, Port.CALL, 1);

    private static final Exit INTERRUPTED = new Exit.Interrupted();
    /** So many signals of somebody else's may come meanwhile. */
    private static final int INTERRUPTIONS = 10;

    private FaultProbe() {}

    /**
     * Whether the kernel counts each of them on this thread. No copy is made elsewhere: KVM resolves a guest's faults on another thread only
     * where it has an interrupt controller in the kernel ({@code kvm_can_do_async_pf} in arch/x86/kvm/x86.c, v6.12), and no machine here has one.
     */
    static boolean run(Cpu cpu) throws Errno {
        try (Arena arena = Arena.ofConfined();
                Memfd file = Memfd.create("airlock-probe", MEMORY_BYTES)) {
            AddressSpace space = Machine.furnish(file.mapShared(arena), cpu.stub());
            space.mapFile(GuestMap.PROGRAM, GuestMap.PAGE, Access.READ_EXECUTE, MemorySegment.ofArray(WRITES));
            space.mapZeros(DATA, (long) PAGES * GuestMap.PAGE, Access.READ_WRITE);
            MemorySegment memory = file.mapPrivate(arena);
            try (Machine machine = Machine.create(cpu, memory)) {
                machine.start(GuestMap.PROGRAM, memory.byteSize());
                return areCounted(machine.vcpu(), new ThreadFaults(arena));
            }
        }
    }

    /** Where nobody may ask for the count, it is of no use. */
    private static boolean areCounted(Vcpu vcpu, ThreadFaults faults) {
        try {
            long before = faults.count();
            Exit exit = vcpu.run();
            long after = faults.count();
            for (int again = 0; again < INTERRUPTIONS && exit.equals(INTERRUPTED); again++) {
                exit = vcpu.run();
                after = faults.count();
            }
            return exit.equals(CALLS) && after - before >= PAGES;
        } catch (Errno e) {
            return false;
        }
    }
}
