package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/** struct kvm_cpuid2: what CPUID answers. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. Any thread reads it. */
public final class KvmCpuid2 {
    /** struct kvm_cpuid2 without its flexible array. */
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_INT.withName("nent"), JAVA_INT.withName("padding"));

    /** struct kvm_cpuid_entry2. */
    static final StructLayout ENTRY = MemoryLayout.structLayout(
            JAVA_INT.withName("function"),
            JAVA_INT.withName("index"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("eax"),
            JAVA_INT.withName("ebx"),
            JAVA_INT.withName("ecx"),
            JAVA_INT.withName("edx"),
            MemoryLayout.sequenceLayout(3, JAVA_INT).withName("padding"));

    /** KVM_MAX_CPUID_ENTRIES of arch/x86/include/asm/kvm_host.h, v6.12. */
    private static final int MOST_ENTRIES = 256;

    /** The leaf that lists the state components XCR0 may name. Source: Intel SDM volume 2, CPUID 0DH. */
    private static final int XSTATE_LEAF = 0xD;

    private final MemorySegment segment;

    private KvmCpuid2(MemorySegment segment) {
        this.segment = segment;
    }

    /** Room for as many entries as KVM ever gives. */
    static KvmCpuid2 allocate() {
        MemorySegment segment = Arena.ofAuto().allocate(LAYOUT.byteSize() + MOST_ENTRIES * ENTRY.byteSize(), 8);
        segment.set(JAVA_INT, 0, MOST_ENTRIES);
        return new KvmCpuid2(segment);
    }

    MemorySegment segment() {
        return segment;
    }

    /**
     * What CPUID answers to one question.
     *
     * @param function EAX as it is asked
     * @param index ECX as it is asked, 0 where that does not count
     */
    public record Leaf(int function, int index, int eax, int ebx, int ecx, int edx) {}

    /** Every answer, in KVM's order. */
    public List<Leaf> leaves() {
        List<Leaf> leaves = new ArrayList<>();
        long answers = ENTRY.byteOffset(PathElement.groupElement("eax"));
        for (int i = 0; i < Math.min(segment.get(JAVA_INT, 0), MOST_ENTRIES); i++) {
            long entry = LAYOUT.byteSize() + i * ENTRY.byteSize();
            long at = entry + answers;
            leaves.add(new Leaf(
                    segment.get(JAVA_INT, entry),
                    segment.get(JAVA_INT, entry + 4),
                    segment.get(JAVA_INT, at),
                    segment.get(JAVA_INT, at + 4),
                    segment.get(JAVA_INT, at + 8),
                    segment.get(JAVA_INT, at + 12)));
        }
        return List.copyOf(leaves);
    }

    /** The low half of the XCR0 bits that KVM offers a guest; 0 if it offers no XSAVE. */
    public long offeredXcr0() {
        long eax = ENTRY.byteOffset(PathElement.groupElement("eax"));
        for (int i = 0; i < segment.get(JAVA_INT, 0); i++) {
            long entry = LAYOUT.byteSize() + i * ENTRY.byteSize();
            if (segment.get(JAVA_INT, entry) == XSTATE_LEAF && segment.get(JAVA_INT, entry + 4) == 0) {
                return Integer.toUnsignedLong(segment.get(JAVA_INT, entry + eax));
            }
        }
        return 0;
    }
}
