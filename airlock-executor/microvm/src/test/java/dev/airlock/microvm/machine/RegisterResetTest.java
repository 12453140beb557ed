package dev.airlock.microvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Kvm;
import dev.airlock.linux.KvmDebugregs;
import dev.airlock.linux.KvmMsrs;
import dev.airlock.linux.KvmRegs;
import dev.airlock.linux.KvmXsave;
import dev.airlock.linux.Memfd;
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
                foul(machine, arena);
                assertThat(digest(machine)).isNotEqualTo(clean);
                machine.restore(state);
                assertThat(digest(machine)).isEqualTo(clean);
            }
        }
    }

    private static void foul(Machine machine, Arena arena) throws Errno {
        KvmMsrs msrs = KvmMsrs.allocate(List.of(KERNEL_GS_BASE, CSTAR, SYSENTER_EIP), arena);
        for (int i = 0; i < msrs.count(); i++) {
            msrs.value(i, 0x1234_5000);
        }
        assertThat(machine.vcpu().setMsrs(msrs)).isPositive();
        KvmDebugregs debugregs = KvmDebugregs.allocate(arena);
        machine.vcpu().getDebugregs(debugregs);
        ByteBuffer words = ByteBuffer.wrap(debugregs.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < DB_COUNT; i++) {
            words.putLong(i * Long.BYTES, 0x40_0000 + i);
        }
        words.putLong(5 * Long.BYTES, DR7_ON);
        debugregs.bytes(words.array());
        machine.vcpu().setDebugregs(debugregs);
        KvmRegs regs = KvmRegs.allocate(arena);
        regs.rbx(0xCAFE);
        regs.rflags(2);
        machine.vcpu().setRegs(regs);
        KvmXsave xsave = KvmXsave.allocate(arena);
        machine.vcpu().getXsave(xsave);
        byte[] bytes = xsave.bytes();
        bytes[160] = 77; // XMM0
        bytes[512] |= 3; // x87 and SSE are there
        xsave.bytes(bytes);
        machine.vcpu().setXsave(xsave);
    }

    private static String digest(Machine machine) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        machine.state().digest(sha256);
        return HexFormat.of().formatHex(sha256.digest());
    }
}
