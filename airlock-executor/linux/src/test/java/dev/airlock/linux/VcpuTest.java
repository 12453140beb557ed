package dev.airlock.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A vCPU in real mode: the smallest thing that KVM runs. */
@Tag("kvm")
class VcpuTest {
    private static final int MEMORY = 4096;

    @BeforeEach
    void there_is_kvm() {
        Path device = Path.of("/dev/kvm");
        assumeTrue(
                Files.isReadable(device) && Files.isWritable(device),
                "SKIPPED: /dev/kvm cannot be used on this machine");
    }

    @Test
    void kvm_speaks_the_api_we_know() throws Errno {
        try (Kvm kvm = Kvm.open()) {
            assertThat(kvm.apiVersion()).isEqualTo(Kvm.API_VERSION);
            assertThat(kvm.checkExtension(Kvm.CAP_SYNC_REGS)).isPositive();
            assertThat(kvm.checkExtension(Kvm.CAP_IMMEDIATE_EXIT)).isPositive();
            assertThat(Kvm.module()).isPresent();
        }
    }

    @Test
    void an_out_instruction_comes_out_as_an_exit_with_its_registers() throws Errno {
        try (Arena arena = Arena.ofConfined();
                Machine machine = Machine.of(arena, 0xB0, 0x42, 0xE6, 0x10)) { // mov al,0x42; out 0x10,al
            assertThat(machine.vcpu.run()).isEqualTo(new Exit.Io(true, 1, 0x10, 1));
            assertThat(machine.vcpu.syncedRegs().rax() & 0xFF).isEqualTo(0x42);
        }
    }

    /** What it begins with is set in answer to an OUT that was not completed. */
    private static void goesOnBehindItsFirstOut(Machine machine, Arena arena) throws Errno {
        KvmSregs sregs = KvmSregs.allocate(arena);
        machine.vcpu.getSregs(sregs);
        KvmVcpuEvents events = KvmVcpuEvents.allocate(arena);
        machine.vcpu.getEvents(events);
        KvmRegs second = KvmRegs.allocate(arena);
        second.rip(2);
        second.rbx(0xCAFE);
        second.rflags(2);
        assertThat(machine.vcpu.run()).isEqualTo(new Exit.Io(true, 1, 0x10, 1));
        machine.vcpu.beginWith(second, sregs, events);
    }

    @Test
    void what_a_processor_begins_with_is_there_at_its_next_entry() throws Errno {
        try (Arena arena = Arena.ofConfined();
                Machine machine = Machine.of(arena, 0xE6, 0x10, 0xE6, 0x11)) { // out 0x10,al; out 0x11,al
            goesOnBehindItsFirstOut(machine, arena);
            assertThat(machine.vcpu.syncedRegs().rbx()).isEqualTo(0xCAFE);
            assertThat(machine.vcpu.run()).isEqualTo(new Exit.Io(true, 1, 0x11, 1));
            assertThat(machine.vcpu.syncedRegs().rbx()).isEqualTo(0xCAFE);
        }
    }

    @Test
    void no_exit_of_an_out_moves_a_processor_that_was_set_behind_it_since() throws Errno {
        try (Arena arena = Arena.ofConfined();
                Machine machine = Machine.of(arena, 0xE6, 0x10, 0xE6, 0x11)) { // out 0x10,al; out 0x11,al
            goesOnBehindItsFirstOut(machine, arena);
            KvmRegs seen = KvmRegs.allocate(arena);
            machine.vcpu.getRegs(seen);
            assertThat(seen.rip()).isEqualTo(2);
        }
    }

    @Test
    void every_other_call_sees_what_a_processor_is_to_begin_with() throws Errno {
        try (Arena arena = Arena.ofConfined();
                Machine machine = Machine.of(arena, 0xE6, 0x10)) {
            KvmSregs sregs = KvmSregs.allocate(arena);
            machine.vcpu.getSregs(sregs);
            KvmVcpuEvents events = KvmVcpuEvents.allocate(arena);
            machine.vcpu.getEvents(events);
            KvmRegs next = KvmRegs.allocate(arena);
            next.rbx(0xCAFE);
            next.rflags(2);
            machine.vcpu.beginWith(next, sregs, events);
            KvmRegs seen = KvmRegs.allocate(arena);
            machine.vcpu.getRegs(seen);
            assertThat(seen.values()).isEqualTo(next.values());
            next.rbx(0xBEEF);
            machine.vcpu.beginWith(KvmRegs.allocate(arena), sregs, events);
            machine.vcpu.setRegs(next);
            machine.vcpu.getRegs(seen);
            assertThat(seen.rbx()).as("what was set last").isEqualTo(0xBEEF);
        }
    }

    @Test
    void a_kick_ends_an_endless_loop() throws Exception {
        try (Arena arena = Arena.ofConfined();
                Machine machine = Machine.of(arena, 0xEB, 0xFE); // jmp $
                ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            machine.vcpu.letAllSignalsInterrupt();
            CompletableFuture<Void> kicked = CompletableFuture.runAsync(
                    kick::fire, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
            assertThat(machine.vcpu.run()).isEqualTo(new Exit.Interrupted());
            kicked.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_kick_that_comes_before_the_run_ends_it_too() throws Errno {
        try (Arena arena = Arena.ofConfined();
                Machine machine = Machine.of(arena, 0xEB, 0xFE);
                ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            machine.vcpu.letAllSignalsInterrupt();
            kick.fire();
            assertThat(machine.vcpu.run()).isEqualTo(new Exit.Interrupted());
        }
    }

    @Test
    void a_kick_that_comes_too_late_harms_nobody() throws Errno {
        ThreadKick thread = ThreadKick.open();
        ThreadKick.Turn kick = thread.turn();
        kick.fire();
        kick.close();
        kick.fire();
        thread.close();
        kick.fire();
        try (ThreadKick next = ThreadKick.open();
                Arena arena = Arena.ofConfined();
                Machine machine = Machine.of(arena, 0xE6, 0x10)) {
            machine.vcpu.letAllSignalsInterrupt();
            assertThat(machine.vcpu.run()).isInstanceOf(Exit.Io.class);
            assertThat(next).isNotNull();
        }
    }

    private record Machine(Kvm kvm, Vm vm, Vcpu vcpu) implements AutoCloseable {
        static Machine of(Arena arena, int... code) throws Errno {
            Kvm kvm = Kvm.open();
            Vm vm = kvm.createVm();
            MemorySegment memory = memory(arena);
            for (int i = 0; i < code.length; i++) {
                memory.set(ValueLayout.JAVA_BYTE, i, (byte) code[i]);
            }
            vm.setUserMemoryRegion(0, 0, memory, false);
            Vcpu vcpu = vm.createVcpu(0);
            vcpu.setSregs(realMode(vcpu, arena));
            KvmRegs regs = KvmRegs.allocate(arena);
            regs.rflags(2);
            vcpu.setRegs(regs);
            return new Machine(kvm, vm, vcpu);
        }

        private static MemorySegment memory(Arena arena) throws Errno {
            try (Memfd file = Memfd.create("guest", MEMORY)) {
                return file.mapShared(arena);
            }
        }

        /** As after reset, but for the code segment, which starts at 0. */
        private static KvmSregs realMode(Vcpu vcpu, Arena arena) throws Errno {
            KvmSregs sregs = KvmSregs.allocate(arena);
            vcpu.getSregs(sregs);
            MemorySegment cs = sregs.segment().asSlice(0, KvmSegment.LAYOUT);
            cs.set(ValueLayout.JAVA_LONG, 0, 0L);
            cs.set(ValueLayout.JAVA_SHORT, 12, (short) 0);
            return sregs;
        }

        @Override
        public void close() {
            vcpu.close();
            vm.close();
            kvm.close();
        }
    }
}
