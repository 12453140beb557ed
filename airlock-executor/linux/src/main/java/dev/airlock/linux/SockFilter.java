package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * struct sock_filter: one instruction of classic BPF. Source: include/uapi/linux/filter.h, v6.12.
 *
 * @param code what it does, 16 bits
 * @param jumpTrue how many instructions to skip when a test holds, 0 to 255
 * @param jumpFalse how many to skip when it does not, 0 to 255
 * @param operand 32 bits, unsigned
 */
public record SockFilter(int code, int jumpTrue, int jumpFalse, int operand) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_SHORT.withName("code"), JAVA_BYTE.withName("jt"), JAVA_BYTE.withName("jf"), JAVA_INT.withName("k"));

    private static final long JUMP_TRUE = LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("jt"));
    private static final long JUMP_FALSE = LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("jf"));
    private static final long OPERAND = LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("k"));

    public SockFilter {
        if (code != (code & 0xFFFF) || jumpTrue != (jumpTrue & 0xFF) || jumpFalse != (jumpFalse & 0xFF)) {
            throw new IllegalArgumentException(
                    "code " + code + ", jt " + jumpTrue + ", jf " + jumpFalse + ": 16, 8 and 8 bits are there");
        }
    }

    /** Writes this instruction as the {@code index}-th of {@code program}. */
    void write(MemorySegment program, long index) {
        long at = index * LAYOUT.byteSize();
        program.set(JAVA_SHORT, at, (short) code);
        program.set(JAVA_BYTE, at + JUMP_TRUE, (byte) jumpTrue);
        program.set(JAVA_BYTE, at + JUMP_FALSE, (byte) jumpFalse);
        program.set(JAVA_INT, at + OPERAND, operand);
    }
}
