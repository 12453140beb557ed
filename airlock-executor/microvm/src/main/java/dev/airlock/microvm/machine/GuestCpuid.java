package dev.airlock.microvm.machine;

import dev.airlock.linux.KvmCpuid2.Leaf;
import dev.airlock.microvm.store.CpuIdentity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What of CPUID says which processor a guest has, and nothing that differs between the cores of one. Source: Intel SDM volume 2, CPUID. */
final class GuestCpuid {
    private static final int VENDOR = 0;
    private static final int FEATURES = 1;
    private static final int MORE_FEATURES = 7;
    private static final int XSAVE = 0xD;
    private static final int EXTENDED_FEATURES = 0x8000_0001;
    private static final int POWER_MANAGEMENT = 0x8000_0007;
    /** Leaf 80000007H, EDX. */
    private static final int INVARIANT_TSC = 1 << 8;

    private static final int ADDRESS_SIZES = 0x8000_0008;
    private static final int AMD_FEATURES = 0x8000_0021;

    /** Leaf 1, EBX: the size of a cache line; the rest numbers the core. */
    private static final int CACHE_LINE = 0x0000_FF00;

    /** Leaf 1, ECX, and leaf 7, ECX: OSXSAVE and OSPKE tell what a kernel has switched on. */
    private static final int OSXSAVE = 1 << 27;

    private static final int OSPKE = 1 << 4;

    private static final int ALL = -1;

    private GuestCpuid() {}

    /**
     * The identity in these leaves; all zeros for leaves that are missing.
     *
     * @param xcr0 the state components in use
     * @param keptMsrs the registers that are part of a state
     */
    static CpuIdentity identity(List<Leaf> leaves, long xcr0, List<Integer> keptMsrs) {
        Leaf first = leaf(leaves, VENDOR);
        int version = leaf(leaves, FEATURES).eax();
        int family = version >>> 8 & 0xF;
        int model = version >>> 4 & 0xF;
        if (family == 0xF || family == 6) {
            model += (version >>> 16 & 0xF) << 4;
        }
        if (family == 0xF) {
            family += version >>> 20 & 0xFF;
        }
        List<String> features = new ArrayList<>();
        for (Leaf leaf : leaves) {
            line(leaf, features);
        }
        features.sort(null);
        features.add("xcr0 %x".formatted(xcr0));
        features.add("msrs " + keptMsrs.stream().map(Integer::toHexString).collect(Collectors.joining(" ")));
        return new CpuIdentity(vendor(first), family, model, version & 0xF, features);
    }

    /** Whether the time stamp counter goes on at one rate, whatever the processor does. */
    static boolean hasInvariantTsc(List<Leaf> leaves) {
        return (leaf(leaves, POWER_MANAGEMENT).edx() & INVARIANT_TSC) != 0;
    }

    private static Leaf leaf(List<Leaf> leaves, int function) {
        return leaves.stream()
                .filter(leaf -> leaf.function() == function && leaf.index() == 0)
                .findFirst()
                .orElse(new Leaf(function, 0, 0, 0, 0, 0));
    }

    /** EBX, EDX, ECX; what is no plain character is a question mark. */
    private static String vendor(Leaf leaf) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(leaf.ebx()).putInt(leaf.edx()).putInt(leaf.ecx());
        return new String(bytes.array(), StandardCharsets.US_ASCII).replaceAll("[^A-Za-z0-9 ]", "?");
    }

    private static void line(Leaf leaf, List<String> into) {
        switch (leaf.function()) {
            case FEATURES -> into.add(text(leaf, ALL, CACHE_LINE, ~OSXSAVE, ALL));
            case MORE_FEATURES -> into.add(text(leaf, ALL, ALL, ~OSPKE, ALL));
            // EBX of the first is the size for what is in use now, that of the second likewise.
            case XSAVE -> into.add(text(leaf, ALL, leaf.index() < 2 ? 0 : ALL, ALL, ALL));
            case EXTENDED_FEATURES -> into.add(text(leaf, ALL, 0, ALL, ALL));
            case ADDRESS_SIZES -> into.add(text(leaf, ALL, ALL, 0, 0));
            case AMD_FEATURES -> into.add(text(leaf, ALL, 0, 0, 0));
            default -> {
                // Caches, topology, names and frequencies: nothing that a program's code depends on.
            }
        }
    }

    private static String text(Leaf leaf, int eax, int ebx, int ecx, int edx) {
        return "cpuid %08x.%02x %08x %08x %08x %08x"
                .formatted(
                        leaf.function(),
                        leaf.index(),
                        leaf.eax() & eax,
                        leaf.ebx() & ebx,
                        leaf.ecx() & ecx,
                        leaf.edx() & edx);
    }
}
