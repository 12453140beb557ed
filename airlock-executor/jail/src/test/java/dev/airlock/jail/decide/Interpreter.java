package dev.airlock.jail.decide;

import dev.airlock.jail.model.Instruction;
import dev.airlock.jail.model.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a program as the kernel would. Source: the kernel's Documentation/networking/filter.rst, v6.12. */
final class Interpreter {
    private Interpreter() {}

    /** What the program returns for a call of this architecture. */
    static int answerOf(int architecture, Program program, int number, long... arguments) {
        ByteBuffer call = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        call.putInt(0, number).putInt(4, architecture);
        for (int i = 0; i < arguments.length; i++) {
            call.putLong(16 + 8 * i, arguments[i]);
        }
        int accumulator = 0;
        int at = 0;
        while (true) {
            Instruction instruction = program.instructions().get(at);
            int operand = instruction.operand();
            at++;
            switch (instruction.operation()) {
                case LOAD -> accumulator = call.getInt(operand);
                case AND -> accumulator &= operand;
                case JUMP -> at += operand;
                case EQUAL -> at += accumulator == operand ? instruction.jumpTrue() : instruction.jumpFalse();
                case AT_LEAST ->
                    at += Integer.compareUnsigned(accumulator, operand) >= 0
                            ? instruction.jumpTrue()
                            : instruction.jumpFalse();
                case RETURN -> {
                    return operand;
                }
            }
        }
    }

    /** The same on x86-64. */
    static int answer(Program program, int number, long... arguments) {
        return answerOf(FilterCompiler.ARCHITECTURE, program, number, arguments);
    }
}
