package dev.airlock.microvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.linux.Kvm;
import dev.airlock.linux.KvmRegs;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.ThreadKick;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kvm")
class TakenCounterTest {
    private static final int MEMORY = 32 << 20;
    /** Two stores of eight bytes, and RDTSC. */
    private static final int BEHIND_RDTSC = 18;

    @Test
    void a_guest_that_is_interrupted_before_it_has_its_counter_can_take_a_signal() throws Exception {
        Path device = Path.of("/dev/kvm");
        assumeTrue(
                Files.isReadable(device) && Files.isWritable(device),
                "SKIPPED: /dev/kvm cannot be used on this machine, so no guest was run");
        try (Kvm kvm = Kvm.open();
                Arena arena = Arena.ofConfined();
                Memfd file = Memfd.create("airlock-test", MEMORY)) {
            Cpu cpu = Cpu.probe(kvm);
            MemorySegment memory = file.mapShared(arena);
            var _ = Machine.furnish(memory, cpu.stub());
            try (Machine machine = Machine.create(cpu, memory);
                    ThreadKick kicks = ThreadKick.open()) {
                assumeTrue(machine.tellsTime(), "SKIPPED: with this KVM a guest asks for its first reading");
                machine.start(GuestMap.PROGRAM, MEMORY);
                KvmRegs waits = KvmRegs.allocate(arena);
                machine.vcpu().getRegs(waits);
                waits.rdx(0x5555);
                machine.vcpu().setRegs(waits);
                CpuState state = machine.state();
                machine.restore(state);
                machine.resume(state, 77);
                machine.takeCounter();
                try (ThreadKick.Turn turn = kicks.turn()) {
                    turn.fire();
                    assertThat(machine.run()).isEqualTo(new Event.Interrupted());
                }
                // As if that had been later: the counter is in both registers.
                KvmRegs now = machine.vcpu().syncedRegs();
                assertThat(now.rip()).isEqualTo(Vdso.resumeAddress());
                now.rip(Vdso.resumeAddress() + BEHIND_RDTSC);
                now.rax(0xBAD);
                now.rdx(0xBAD);
                Registers registers = machine.registers().orElseThrow();
                assertThat(registers.get(Registers.RAX)).isEqualTo(77);
                assertThat(registers.get(Registers.RDX)).isEqualTo(0x5555);
                assertThat(registers.get(Registers.RIP))
                        .as("as after a call")
                        .isEqualTo(state.regs().rcx());
            }
        }
    }
}
