package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Exit;
import dev.airlock.linux.KvmRegs;
import dev.airlock.linux.KvmSregs;
import dev.airlock.linux.KvmXsave;
import dev.airlock.linux.Vcpu;
import dev.airlock.linux.Vm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;

/**
 * One virtual machine with one processor over some memory. Made, run and closed on one platform thread; the memory
 * outlives it.
 */
public final class Machine implements VirtualCpu, AutoCloseable {
    static final int MEMORY_SLOT = 0;

    private final Cpu cpu;
    private final MemorySegment memory;
    private final Vm vm;
    private final Vcpu vcpu;

    private boolean callUnderWay;
    /** RAX and RDX of a guest that takes its counter first. */
    private long resumedRax;

    private long resumedRdx;
    private boolean resuming;

    private Machine(Cpu cpu, MemorySegment memory, Vm vm, Vcpu vcpu) {
        this.cpu = cpu;
        this.memory = memory;
        this.vm = vm;
        this.vcpu = vcpu;
    }

    /** Writes page and descriptor tables into fresh memory, of which nothing is mapped for the guest yet. */
    public static AddressSpace furnish(MemorySegment memory, Stub stub) {
        new DescriptorTables(memory).write(stub);
        PageBook book = new PageBook((int) (memory.byteSize() / GuestMap.PAGE));
        new PageTables(memory, new PageSet(book.count())).write(stub);
        return new AddressSpace(memory, book);
    }

    /** A machine that is never reset, over furnished memory, its processor set up but for where to start. */
    public static Machine create(Cpu cpu, MemorySegment memory) throws Errno {
        return create(cpu, memory, DirtyTracking.PAGEMAP_SCAN);
    }

    /**
     * A machine over furnished memory, its processor set up but for where to start.
     *
     * @param tracking how its {@link #memoryReset} will find what was written
     */
    public static Machine create(Cpu cpu, MemorySegment memory, DirtyTracking tracking) throws Errno {
        Vm vm = cpu.kvm().createVm();
        try {
            vm.setUserMemoryRegion(MEMORY_SLOT, 0, memory, tracking == DirtyTracking.DIRTY_LOG);
            Vcpu vcpu = vm.createVcpu(0);
            Machine machine = new Machine(cpu, memory, vm, vcpu);
            try {
                machine.setUp();
            } catch (Errno e) {
                vcpu.close();
                throw e;
            }
            return machine;
        } catch (Errno e) {
            vm.close();
            throw e;
        }
    }

    private void setUp() throws Errno {
        vcpu.setCpuid(cpu.cpuid());
        vcpu.letAllSignalsInterrupt();
    }

    /** The processor stands in ring 3 at {@code rip}, with {@code rsp} as its stack, all else zero. */
    public void start(long rip, long rsp) throws Errno {
        if (cpu.xcr0() != 0) {
            vcpu.setXcr0(cpu.xcr0());
        }
        try (Arena arena = Arena.ofConfined()) {
            KvmSregs sregs = KvmSregs.allocate(arena);
            vcpu.getSregs(sregs);
            ringThree(sregs);
            vcpu.setSregs(sregs);
            vcpu.setMsrs(cpu.msrs());
            KvmRegs regs = KvmRegs.allocate(arena);
            regs.rip(rip);
            regs.rsp(rsp);
            regs.rflags(2);
            vcpu.setRegs(regs);
        }
    }

    private void ringThree(KvmSregs sregs) {
        sregs.segment("cs").longCode(DescriptorTables.USER_CODE, 3);
        for (String name : new String[] {"ss", "ds", "es", "fs", "gs"}) {
            sregs.segment(name).flatData(DescriptorTables.USER_DATA, 3);
        }
        sregs.segment("tr").taskState(DescriptorTables.TASK, GuestMap.TSS, DescriptorTables.TSS_LIMIT);
        sregs.segment("ldt").none();
        sregs.gdt(GuestMap.GDT, DescriptorTables.GDT_LIMIT);
        sregs.idt(GuestMap.IDT, DescriptorTables.IDT_LIMIT);
        sregs.cr0(Cpu.CR0);
        sregs.cr3(GuestMap.PML4);
        sregs.cr4(cpu.cr4());
        sregs.efer(Cpu.EFER);
    }

    /** Runs until the guest calls, faults, breaks a rule of the machine, or a signal comes. */
    public Event run() throws Errno {
        Exit exit = vcpu.run();
        Event event = eventOf(exit);
        callUnderWay = event instanceof Event.Call;
        resuming &= event instanceof Event.Interrupted
                && Vdso.isResuming(vcpu.syncedRegs().rip());
        return event;
    }

    private Event eventOf(Exit exit) {
        return switch (exit) {
            case Exit.Interrupted() -> new Event.Interrupted();
            case Exit.Io(boolean out, int size, int port, int count)
            when out && size == 1 && count == 1 && port == Port.CALL && fromStub() -> call(vcpu.syncedRegs());
            case Exit.Io(boolean out, int size, int port, int count)
            when out && size == 1 && count == 1 && port == Port.FAULT && fromGate() ->
                new Event.Fault(FaultFrame.read(memory, vcpu.syncedRegs(), vcpu.syncedSregs()));
            default ->
                new Event.Illegal("%s at 0x%x".formatted(exit, vcpu.syncedRegs().rip()));
        };
    }

    private boolean fromStub() {
        KvmSregs sregs = vcpu.syncedSregs();
        return sregs.cs().isLong()
                && sregs.cs().privilege() == cpu.stub().privilege()
                && cpu.stub().left(vcpu.syncedRegs().rip());
    }

    private boolean fromGate() {
        return vcpu.syncedSregs().cs().privilege() == 0
                && FaultFrame.vectorOf(vcpu.syncedRegs().rip()) >= 0;
    }

    private static Event.Call call(KvmRegs regs) {
        return new Event.Call((int) regs.rax(), regs.rdi(), regs.rsi(), regs.rdx(), regs.r10(), regs.r8(), regs.r9());
    }

    @Override
    public void answer(long result) {
        vcpu.syncedRegs().rax(result);
        vcpu.regsChanged();
    }

    @Override
    public void fsBase(long address) throws Errno {
        vcpu.setMsrs(Map.of(Cpu.MSR_FS_BASE, address));
    }

    @Override
    public Optional<Registers> registers() {
        leavePage();
        Registers registers = new Registers(vcpu.syncedRegs().values());
        return switch (stand()) {
            case CALLING -> {
                registers.set(Registers.RIP, registers.get(Registers.RCX));
                registers.set(Registers.RFLAGS, registers.get(Registers.R11));
                yield Optional.of(registers);
            }
            case RUNNING -> Optional.of(registers);
            case BETWEEN -> Optional.empty();
        };
    }

    /** Where the processor stands. */
    private enum Stand {
        /** In the stub, past its OUT: RCX and R11 say where the guest goes on. */
        CALLING,
        /** In the guest's own code. */
        RUNNING,
        /** In the stub before its OUT, or in a gate: an exit comes next. */
        BETWEEN
    }

    private Stand stand() {
        long rip = vcpu.syncedRegs().rip();
        if (callUnderWay || cpu.stub().isPastOut(rip)) {
            return Stand.CALLING;
        }
        boolean own = vcpu.syncedSregs().cs().privilege() == 3 && GuestMap.isProgram(rip);
        return own ? Stand.RUNNING : Stand.BETWEEN;
    }

    @Override
    public void registers(Registers next) throws Errno {
        KvmRegs synced = vcpu.syncedRegs();
        switch (stand()) {
            case CALLING -> {
                boolean byStub = next.get(Registers.RCX) == next.get(Registers.RIP)
                        && next.get(Registers.R11) == next.get(Registers.RFLAGS);
                if (byStub) {
                    long rip = synced.rip();
                    long flags = synced.rflags();
                    synced.values(next.values());
                    synced.rip(rip);
                    synced.rflags(flags);
                    vcpu.regsChanged();
                } else {
                    leaveStub(next);
                }
            }
            case RUNNING -> {
                synced.values(next.values());
                vcpu.regsChanged();
            }
            case BETWEEN -> throw new IllegalStateException("the guest is in none of its own instructions");
        }
    }

    /** SYSRET takes RCX and R11 for itself: registers that differ from those are set in ring 3 directly. */
    private void leaveStub(Registers next) throws Errno {
        vcpu.completeExit();
        callUnderWay = false;
        try (Arena arena = Arena.ofConfined()) {
            if (cpu.stub().privilege() == 0) {
                KvmSregs sregs = KvmSregs.allocate(arena);
                vcpu.getSregs(sregs);
                sregs.segment("cs").longCode(DescriptorTables.USER_CODE, 3);
                sregs.segment("ss").flatData(DescriptorTables.USER_DATA, 3);
                vcpu.setSregs(sregs);
            }
            KvmRegs regs = KvmRegs.allocate(arena);
            regs.values(next.values());
            vcpu.setRegs(regs);
        }
    }

    @Override
    public byte[] vectors() throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            KvmXsave xsave = KvmXsave.allocate(arena);
            vcpu.getXsave(xsave);
            return xsave.bytes();
        }
    }

    @Override
    public void vectors(byte[] state) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            KvmXsave xsave = KvmXsave.allocate(arena);
            xsave.bytes(state);
            vcpu.setXsave(xsave);
        }
    }

    /** The processor's state right after the instruction that made the call under way. */
    public CpuState capture() throws Errno {
        vcpu.completeExit();
        return CpuState.of(cpu, vcpu);
    }

    /** What the processor holds now, to compare: after {@link #restore}, before a run. KVM takes over what is to be set first, and what is left of an exit is over. */
    public CpuState state() throws Errno {
        return CpuState.of(cpu, vcpu);
    }

    /** The general registers of {@code state}, with the answer to the call that was under way in it. */
    public void resume(CpuState state, long result) {
        callUnderWay = false;
        vcpu.syncedRegs().copyFrom(state.regs());
        answer(result);
    }

    /** Whether a guest can be told the time as it goes on: only where it does so in ring 3, in which the page's code is. */
    public boolean tellsTime() {
        return cpu.stub() == Stub.CPL3;
    }

    /** After {@link #resume} the guest first takes its counter down in {@link ClockPage}, and nothing else of it is changed by that. */
    public void takeCounter() {
        KvmRegs regs = vcpu.syncedRegs();
        resumedRax = regs.rax();
        resumedRdx = regs.rdx();
        resuming = true;
        regs.rip(Vdso.resumeAddress());
        vcpu.regsChanged();
    }

    /** A guest that was interrupted while it takes its counter goes on without the rest of that, so that a signal may come now. */
    private void leavePage() {
        if (resuming) {
            KvmRegs regs = vcpu.syncedRegs();
            regs.rax(resumedRax);
            regs.rdx(resumedRdx);
            regs.rip(cpu.stub().pastOut());
            vcpu.regsChanged();
            resuming = false;
        }
    }

    /** Sets everything that the processor holds, of a machine that has not run yet. */
    public void begin(CpuState state) throws Errno {
        state.restore(cpu, vcpu);
    }

    /**
     * Sets everything that the processor holds. The stub's OUT, which was its last exit, need not be completed for that: KVM takes the registers over first, and
     * then skips the OUT only if the processor stands at it; where KVM emulates an OUT, it is over before the exit. Source: complete_fast_pio_out, and the order
     * in kvm_arch_vcpu_ioctl_run, of arch/x86/kvm/x86.c, v5.1 and later.
     */
    public void restore(CpuState state) throws Errno {
        callUnderWay = false;
        resuming = false;
        state.restore(cpu, vcpu);
    }

    /** What makes this machine's memory {@code pristine} again; closed before the machine. */
    public MemoryReset memoryReset(MemorySegment pristine, AddressSpace space, DirtyTracking tracking, Arena arena)
            throws Errno {
        DirtyPages pages =
                switch (tracking) {
                    case PAGEMAP_SCAN -> DirtyPages.Scanned.of(memory, cpu.countsFaults(), arena);
                    case DIRTY_LOG -> DirtyPages.Logged.of(vm, memory, arena);
                };
        return new MemoryReset(pristine, memory, space, pages);
    }

    Vcpu vcpu() {
        return vcpu;
    }

    @Override
    public void close() {
        vcpu.close();
        vm.close();
    }
}
