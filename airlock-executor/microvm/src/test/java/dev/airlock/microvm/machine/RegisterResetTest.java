package dev.airlock.microvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Kvm;
import dev.airlock.linux.KvmDebugregs;
import dev.airlock.linux.KvmMsrs;
import dev.airlock.linux.KvmRegs;
import dev.airlock.linux.KvmSregs;
import dev.airlock.linux.KvmVcpuEvents;
import dev.airlock.linux.KvmXsave;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.Vcpu;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Registers that no guest of ours should be able to change are put back all the same. */
@Tag("kvm")
class RegisterResetTest {
    private static final int MEMORY = 32 << 20;
    private static final int KERNEL_GS_BASE = 0xC000_0102;
    private static final int CSTAR = 0xC000_0083;
    private static final int SYSENTER_EIP = 0x176;
    private static final int DB_COUNT = 4;
    /** Breakpoint 0 on execution, local. */
    private static final long DR7_ON = 0x401;

    // Offsets in struct kvm_sregs and struct kvm_vcpu_events of arch/x86/include/uapi/asm/kvm.h, v6.12.
    private static final int FS_BASE_AT = 72;
    private static final int CR2_AT = 232;
    private static final int NMI_MASKED_AT = 14;

    @BeforeEach
    void there_is_kvm() {
        Path device = Path.of("/dev/kvm");
        assumeTrue(
                Files.isReadable(device) && Files.isWritable(device),
                "SKIPPED: /dev/kvm cannot be used on this machine, so no guest was run");
    }

    @Test
    void every_register_is_put_back() throws Exception {
        try (Kvm kvm = Kvm.open();
                Arena arena = Arena.ofConfined();
                Memfd file = Memfd.create("airlock-test", MEMORY)) {
            Cpu cpu = Cpu.probe(kvm);
            MemorySegment memory = file.mapShared(arena);
            var _ = Machine.furnish(memory, cpu.stub());
            try (Machine machine = Machine.create(cpu, memory)) {
                machine.start(GuestMap.PROGRAM, MEMORY);
                CpuState state = machine.state();
                machine.restore(state);
                String clean = digest(machine);
                for (Foul foul : fouls()) {
                    foul.apply(machine.vcpu(), arena);
                    assertThat(digest(machine)).as("%s, fouled", foul.what()).isNotEqualTo(clean);
                    machine.restore(state);
                    assertThat(digest(machine)).as(foul.what()).isEqualTo(clean);
                }
            }
        }
    }

    /** A kind of register that a guest may have changed. */
    private record Foul(String what, Change change) {
        void apply(Vcpu vcpu, Arena arena) throws Errno {
            change.on(vcpu, arena);
        }
    }

    private interface Change {
        void on(Vcpu vcpu, Arena arena) throws Errno;
    }

    private static List<Foul> fouls() {
        return List.of(
                new Foul("model-specific registers", RegisterResetTest::foulMsrs),
                new Foul("debug registers", RegisterResetTest::foulDebugregs),
                new Foul("general registers", RegisterResetTest::foulRegs),
                new Foul("vector registers", RegisterResetTest::foulXsave),
                new Foul("segments and control registers", RegisterResetTest::foulSregs),
                new Foul("events", RegisterResetTest::foulEvents));
    }

    private static void foulMsrs(Vcpu vcpu, Arena arena) throws Errno {
        KvmMsrs msrs = KvmMsrs.allocate(List.of(KERNEL_GS_BASE, CSTAR, SYSENTER_EIP), arena);
        for (int i = 0; i < msrs.count(); i++) {
            msrs.value(i, 0x1234_5000);
        }
        assertThat(vcpu.setMsrs(msrs)).isPositive();
    }

    private static void foulDebugregs(Vcpu vcpu, Arena arena) throws Errno {
        KvmDebugregs debugregs = KvmDebugregs.allocate(arena);
        vcpu.getDebugregs(debugregs);
        ByteBuffer words = ByteBuffer.wrap(debugregs.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < DB_COUNT; i++) {
            words.putLong(i * Long.BYTES, 0x40_0000 + i);
        }
        words.putLong(5 * Long.BYTES, DR7_ON);
        debugregs.bytes(words.array());
        vcpu.setDebugregs(debugregs);
    }

    private static void foulRegs(Vcpu vcpu, Arena arena) throws Errno {
        KvmRegs regs = KvmRegs.allocate(arena);
        regs.rbx(0xCAFE);
        regs.rflags(2);
        vcpu.setRegs(regs);
    }

    private static void foulXsave(Vcpu vcpu, Arena arena) throws Errno {
        KvmXsave xsave = KvmXsave.allocate(arena);
        vcpu.getXsave(xsave);
        byte[] bytes = xsave.bytes();
        bytes[160] = 77; // XMM0
        bytes[512] |= 3; // x87 and SSE are there
        xsave.bytes(bytes);
        vcpu.setXsave(xsave);
    }

    private static void foulSregs(Vcpu vcpu, Arena arena) throws Errno {
        KvmSregs sregs = KvmSregs.allocate(arena);
        vcpu.getSregs(sregs);
        ByteBuffer words = ByteBuffer.wrap(sregs.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        words.putLong(CR2_AT, 0xDEAD_0000L);
        words.putLong(FS_BASE_AT, 0x1234_5000L);
        sregs.bytes(words.array());
        vcpu.setSregs(sregs);
    }

    private static void foulEvents(Vcpu vcpu, Arena arena) throws Errno {
        KvmRegs regs = KvmRegs.allocate(arena);
        vcpu.getRegs(regs);
        KvmSregs sregs = KvmSregs.allocate(arena);
        vcpu.getSregs(sregs);
        KvmVcpuEvents events = KvmVcpuEvents.allocate(arena);
        vcpu.getEvents(events);
        byte[] bytes = events.bytes();
        bytes[NMI_MASKED_AT] = 1;
        events.bytes(bytes);
        vcpu.beginWith(regs, sregs, events);
    }

    private static String digest(Machine machine) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        machine.state().digest(sha256);
        return HexFormat.of().formatHex(sha256.digest());
    }
}
