package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Kvm;
import dev.airlock.linux.KvmCpuid2;
import dev.airlock.microvm.store.CpuIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every processor of this host's guests is made of. Any thread.
 *
 * @param kvm the open device
 * @param cpuid what CPUID shall answer
 * @param stub how a system call leaves
 * @param tscKhz thousands of ticks of a guest's time stamp counter in a second, 0 if they are not known well enough to tell the time by
 * @param countsFaults whether the kernel counts a guest's page faults among those of the thread that it runs on
 * @param keptMsrs the model-specific registers that are part of a processor's state: of those that matter, what this KVM knows
 */
public record Cpu(Kvm kvm, KvmCpuid2 cpuid, Stub stub, int tscKhz, boolean countsFaults, List<Integer> keptMsrs) {
    /** x87, SSE, AVX, AVX-512; never the tile state, whose reset is not ours to promise. Intel SDM volume 1, 13.1. */
    private static final long XCR0_WANTED = 0xE7;

    private static final long XCR0_PKRU = 1L << 9;

    // Intel SDM volume 3, 2.5: PE MP ET NE WP AM PG; PAE OSFXSR OSXMMEXCPT FSGSBASE OSXSAVE.
    static final long CR0 = 1 | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 16 | 1 << 18 | 1L << 31;
    private static final long CR4_BASE = 1 << 5 | 1 << 9 | 1 << 10 | 1 << 16;
    private static final long CR4_OSXSAVE = 1 << 18;

    /** SYSCALL, long mode enabled and active, no-execute. Intel SDM volume 4, IA32_EFER. */
    static final long EFER = 1 | 1 << 8 | 1 << 10 | 1 << 11;

    // Intel SDM volume 4.
    private static final int MSR_STAR = 0xC000_0081;
    private static final int MSR_LSTAR = 0xC000_0082;
    private static final int MSR_CSTAR = 0xC000_0083;
    private static final int MSR_FMASK = 0xC000_0084;
    private static final int MSR_SYSENTER_CS = 0x174;
    private static final int MSR_SYSENTER_ESP = 0x175;
    private static final int MSR_SYSENTER_EIP = 0x176;
    static final int MSR_FS_BASE = 0xC000_0100;

    /**
     * STAR, LSTAR, CSTAR, FMASK, FS.base, GS.base, KERNEL_GS_BASE, TSC_AUX, and where SYSENTER goes. Ring 3 can change no more than the two
     * bases; the others are put back so that nothing rests on that.
     */
    private static final List<Integer> MSRS_THAT_MATTER = List.of(
            MSR_STAR,
            MSR_LSTAR,
            MSR_CSTAR,
            MSR_FMASK,
            MSR_FS_BASE,
            0xC000_0101,
            0xC000_0102,
            0xC000_0103,
            MSR_SYSENTER_CS,
            MSR_SYSENTER_ESP,
            MSR_SYSENTER_EIP);

    /** SYSRET adds 16 to the selector in STAR's top half for code, 8 for the stack. */
    private static final long STAR =
            (long) (DescriptorTables.USER_CODE - 16) << 48 | (long) DescriptorTables.KERNEL_CODE << 32;

    /** TF, IF, DF, IOPL, NT and AC are cleared on entry, as Linux does. */
    private static final long FLAGS_CLEARED = 0x47700;

    /** The state components a guest may use here; 0 without XSAVE. */
    long xcr0() {
        return cpuid.offeredXcr0() & XCR0_WANTED;
    }

    /** Whether a guest can execute WRPKRU here. */
    boolean hasProtectionKeys() {
        return (cpuid.offeredXcr0() & XCR0_PKRU) != 0;
    }

    long cr4() {
        return CR4_BASE | (xcr0() == 0 ? 0 : CR4_OSXSAVE);
    }

    Map<Integer, Long> msrs() {
        return Map.of(MSR_STAR, STAR, MSR_LSTAR, GuestMap.STUB, MSR_FMASK, FLAGS_CLEARED);
    }

    /**
     * What the registers that say where ring 0 is entered hold for as long as a guest lives. CSTAR and those of SYSENTER lead nowhere:
     * zero, as they are when a processor is made.
     */
    Map<Integer, Long> entryMsrs() {
        Map<Integer, Long> entries = new HashMap<>(msrs());
        for (int nowhere : List.of(MSR_CSTAR, MSR_SYSENTER_CS, MSR_SYSENTER_ESP, MSR_SYSENTER_EIP)) {
            entries.put(nowhere, 0L);
        }
        return Map.copyOf(entries);
    }

    /** What a guest's program can have adapted itself to here. */
    public CpuIdentity identity() {
        return GuestCpuid.identity(cpuid.leaves(), xcr0(), keptMsrs);
    }

    /** The processor all of this host's guests get, once it is known how a system call leaves it. */
    public static Cpu probe(Kvm kvm) throws Errno {
        KvmCpuid2 cpuid = kvm.supportedCpuid();
        Cpu cpu = StubProbe.run(new Cpu(kvm, cpuid, Stub.CPL3, 0, false, List.of()), MSRS_THAT_MATTER);
        return new Cpu(kvm, cpuid, cpu.stub, cpu.tscKhz, FaultProbe.run(cpu), cpu.keptMsrs);
    }
}
