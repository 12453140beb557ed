package dev.airlock.jail.decide;

import dev.airlock.jail.model.Answer;
import dev.airlock.jail.model.Condition;
import dev.airlock.jail.model.Instruction;
import dev.airlock.jail.model.Instruction.Operation;
import dev.airlock.jail.model.Program;
import dev.airlock.jail.model.Strictness;
import dev.airlock.jail.model.SyscallFilter;
import dev.airlock.jail.model.SyscallRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a program of a filter: first the architecture, then a search in halves by the call's number, then the conditions
 * of that call. Calls that are allowed whatever their arguments depend on number and architecture alone, so the kernel
 * finds that out once (its bitmap of allowed calls) and does not run the program for them.
 */
public final class FilterCompiler {
    /** {@code AUDIT_ARCH_X86_64}: EM_X86_64, 64 bits, little endian. Source: include/uapi/linux/audit.h, v6.12. */
    public static final int ARCHITECTURE = 62 | 0x8000_0000 | 0x4000_0000;

    /** {@code __X32_SYSCALL_BIT}: numbers from here on belong to x32. Source: arch/x86/include/uapi/asm/unistd.h, v6.12. */
    public static final int X32 = 0x4000_0000;

    // Offsets in struct seccomp_data; a test compares them with airlock.linux.
    static final int NUMBER = 0;
    static final int ARCHITECTURE_AT = 4;
    static final int ARGUMENTS = 16;

    private static final int EPERM = 1;

    private final Strictness strictness;

    private FilterCompiler(Strictness strictness) {
        this.strictness = strictness;
    }

    /** Calls from {@code first} up to the next range's first, and the code that answers them. */
    private record Range(int first, List<Instruction> code) {}

    public static Program compile(SyscallFilter filter, Strictness strictness) {
        FilterCompiler compiler = new FilterCompiler(strictness);
        List<Instruction> program = new ArrayList<>(List.of(
                Instruction.of(Operation.LOAD, ARCHITECTURE_AT),
                Instruction.test(Operation.EQUAL, ARCHITECTURE, 1, 0),
                Instruction.of(Operation.RETURN, Returns.KILL_PROCESS),
                Instruction.of(Operation.LOAD, NUMBER),
                Instruction.test(Operation.AT_LEAST, X32, 0, 1),
                Instruction.of(Operation.RETURN, Returns.KILL_PROCESS)));
        program.addAll(search(compiler.ranges(filter)));
        return new Program(program);
    }

    private List<Range> ranges(SyscallFilter filter) {
        List<Instruction> denied = answer(new Answer.Deny());
        List<Range> ranges = new ArrayList<>();
        int next = 0;
        for (SyscallRule rule : filter.rules()) {
            if (rule.number() > next) {
                append(ranges, new Range(next, denied));
            }
            append(ranges, new Range(rule.number(), code(rule)));
            next = rule.number() + 1;
        }
        append(ranges, new Range(next, denied));
        return ranges;
    }

    /** Neighbours with the same code are one range. */
    private static void append(List<Range> ranges, Range range) {
        if (ranges.isEmpty() || !ranges.getLast().code().equals(range.code())) {
            ranges.add(range);
        }
    }

    private static List<Instruction> search(List<Range> ranges) {
        if (ranges.size() == 1) {
            return ranges.getFirst().code();
        }
        int middle = ranges.size() / 2;
        List<Instruction> below = search(ranges.subList(0, middle));
        List<Instruction> code = new ArrayList<>();
        int first = ranges.get(middle).first();
        if (below.size() <= 255) {
            code.add(Instruction.test(Operation.AT_LEAST, first, below.size(), 0));
        } else {
            code.add(Instruction.test(Operation.AT_LEAST, first, 0, 1));
            code.add(Instruction.of(Operation.JUMP, below.size()));
        }
        code.addAll(below);
        code.addAll(search(ranges.subList(middle, ranges.size())));
        return code;
    }

    /** Condition after condition; where one fails, the last instruction of all answers. */
    private List<Instruction> code(SyscallRule rule) {
        List<Instruction> otherwise = answer(rule.otherwise());
        if (rule.when().isEmpty()) {
            return otherwise;
        }
        List<Instruction> code = new ArrayList<>(answer(new Answer.Allow()));
        for (Condition condition : rule.when().reversed()) {
            code.addAll(0, test(condition, code.size()));
        }
        code.addAll(otherwise);
        return code;
    }

    /** @param skipped how many instructions a condition that fails skips */
    private static List<Instruction> test(Condition condition, int skipped) {
        List<Instruction> code = new ArrayList<>();
        code.add(Instruction.of(Operation.LOAD, ARGUMENTS + 8 * condition.argument()));
        if (condition.mask() != -1) {
            code.add(Instruction.of(Operation.AND, condition.mask()));
        }
        int left = condition.values().size();
        for (int value : condition.values()) {
            code.add(Instruction.test(Operation.EQUAL, value, left, 0));
            left--;
        }
        code.add(Instruction.of(Operation.JUMP, skipped));
        return code;
    }

    private List<Instruction> answer(Answer answer) {
        return List.of(Instruction.of(
                Operation.RETURN,
                switch (answer) {
                    case Answer.Allow _ -> Returns.ALLOW;
                    case Answer.Refuse(int errno) -> Returns.ERRNO | errno;
                    case Answer.Deny _ ->
                        switch (strictness) {
                            case LOG -> Returns.LOG;
                            case ERRNO -> Returns.ERRNO | EPERM;
                            case KILL -> Returns.KILL_PROCESS;
                        };
                }));
    }
}
