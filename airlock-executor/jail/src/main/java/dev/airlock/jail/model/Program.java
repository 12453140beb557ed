package dev.airlock.jail.model;

import dev.airlock.jail.model.Instruction.Operation;
import java.util.List;

/**
 * A program of classic BPF that the kernel takes: every jump lands inside, every word that it loads is there, and every
 * path ends in an answer.
 *
 * @param instructions 1 to 4096
 */
public record Program(List<Instruction> instructions) {
    /** {@code BPF_MAXINSNS} of include/uapi/linux/bpf_common.h, v6.12. */
    public static final int INSTRUCTIONS_MAX = 4096;

    /** Bytes of struct seccomp_data. */
    private static final int CALL_BYTES = 64;

    public Program {
        instructions = List.copyOf(instructions);
        if (instructions.isEmpty() || instructions.size() > INSTRUCTIONS_MAX) {
            throw new IllegalArgumentException(instructions.size() + " instructions; 1 to " + INSTRUCTIONS_MAX);
        }
        for (int i = 0; i < instructions.size(); i++) {
            check(instructions.get(i), instructions.size() - i - 1);
        }
        if (instructions.getLast().operation() != Operation.RETURN) {
            throw new IllegalArgumentException("the program runs past its end");
        }
    }

    /** @param behind how many instructions come after this one */
    private static void check(Instruction instruction, int behind) {
        int furthest =
                switch (instruction.operation()) {
                    case LOAD, AND, RETURN -> 0;
                    case JUMP -> instruction.operand();
                    case EQUAL, AT_LEAST -> Math.max(instruction.jumpTrue(), instruction.jumpFalse());
                };
        if (furthest < 0 || (furthest > 0 && furthest >= behind)) {
            throw new IllegalArgumentException("a jump of " + furthest + " with " + behind + " instructions behind it");
        }
        int operand = instruction.operand();
        if (instruction.operation() == Operation.LOAD && (operand < 0 || operand >= CALL_BYTES || operand % 4 != 0)) {
            throw new IllegalArgumentException("a load from " + operand + "; there are " + CALL_BYTES + " bytes");
        }
    }
}
