package dev.airlock.jail.model;

/**
 * One instruction of classic BPF, with the few operations that a filter needs.
 *
 * @param operation what it does
 * @param jumpTrue how many instructions a test that holds skips, 0 to 255
 * @param jumpFalse how many one that does not, 0 to 255
 * @param operand 32 bits, unsigned
 */
public record Instruction(Operation operation, int jumpTrue, int jumpFalse, int operand) {
    /** Source: include/uapi/linux/bpf_common.h, v6.12. */
    public enum Operation {
        /** {@code BPF_LD | BPF_W | BPF_ABS}: the accumulator becomes the word at the operand. */
        LOAD(0x20),
        /** {@code BPF_ALU | BPF_AND | BPF_K}. */
        AND(0x54),
        /** {@code BPF_JMP | BPF_JA}: the operand says how many instructions are skipped. */
        JUMP(0x05),
        /** {@code BPF_JMP | BPF_JEQ | BPF_K}: is the accumulator equal to the operand? */
        EQUAL(0x15),
        /** {@code BPF_JMP | BPF_JGE | BPF_K}: is the accumulator, unsigned, at least the operand? */
        AT_LEAST(0x35),
        /** {@code BPF_RET | BPF_K}: the answer. */
        RETURN(0x06);

        private final int code;

        Operation(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    public Instruction {
        boolean tests = operation == Operation.EQUAL || operation == Operation.AT_LEAST;
        if (jumpTrue < 0 || jumpTrue > 255 || jumpFalse < 0 || jumpFalse > 255) {
            throw new IllegalArgumentException("jumps of " + jumpTrue + " and " + jumpFalse + "; 0 to 255");
        }
        if (!tests && (jumpTrue != 0 || jumpFalse != 0)) {
            throw new IllegalArgumentException(operation + " tests nothing");
        }
    }

    public static Instruction of(Operation operation, int operand) {
        return new Instruction(operation, 0, 0, operand);
    }

    public static Instruction test(Operation operation, int operand, int jumpTrue, int jumpFalse) {
        return new Instruction(operation, jumpTrue, jumpFalse, operand);
    }
}
