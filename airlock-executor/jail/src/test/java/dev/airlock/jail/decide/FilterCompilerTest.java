package dev.airlock.jail.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.jail.model.Answer;
import dev.airlock.jail.model.Condition;
import dev.airlock.jail.model.Instruction;
import dev.airlock.jail.model.Instruction.Operation;
import dev.airlock.jail.model.Program;
import dev.airlock.jail.model.Strictness;
import dev.airlock.jail.model.SyscallFilter;
import dev.airlock.jail.model.SyscallRule;
import dev.airlock.linux.SeccompCall;
import java.lang.foreign.MemoryLayout.PathElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterCompilerTest {
    private static final int EPERM = Returns.ERRNO | 1;

    private static SyscallRule allow(int number) {
        return new SyscallRule(number, List.of(), new Answer.Allow());
    }

    private static Program compiled(SyscallRule... rules) {
        return FilterCompiler.compile(new SyscallFilter(List.of(rules)), Strictness.ERRNO);
    }

    @Test
    void one_allowed_call_is_these_instructions() {
        assertThat(compiled(allow(7)).instructions())
                .containsExactly(
                        Instruction.of(Operation.LOAD, 4),
                        Instruction.test(Operation.EQUAL, 0xC000_003E, 1, 0),
                        Instruction.of(Operation.RETURN, 0x8000_0000),
                        Instruction.of(Operation.LOAD, 0),
                        Instruction.test(Operation.AT_LEAST, 0x4000_0000, 0, 1),
                        Instruction.of(Operation.RETURN, 0x8000_0000),
                        Instruction.test(Operation.AT_LEAST, 7, 1, 0),
                        Instruction.of(Operation.RETURN, 0x0005_0001),
                        Instruction.test(Operation.AT_LEAST, 8, 1, 0),
                        Instruction.of(Operation.RETURN, 0x7FFF_0000),
                        Instruction.of(Operation.RETURN, 0x0005_0001));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 39, 511, 0x4000_0007, -1})
    void another_architecture_dies_whatever_it_calls(int number) {
        assertThat(Interpreter.answerOf(0x4000_0003, compiled(allow(7)), number))
                .isEqualTo(Returns.KILL_PROCESS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x4000_0000, 0x4000_0007, 0x7FFF_FFFF, 0x8000_0000, -1})
    void an_x32_call_dies_also_where_its_number_is_allowed(int number) {
        assertThat(Interpreter.answer(compiled(allow(7)), number)).isEqualTo(Returns.KILL_PROCESS);
    }

    @ParameterizedTest
    @EnumSource(Strictness.class)
    void a_call_without_a_rule_is_answered_as_strictly_as_asked(Strictness strictness) {
        Program program = FilterCompiler.compile(new SyscallFilter(List.of(allow(7))), strictness);
        int expected =
                switch (strictness) {
                    case LOG -> Returns.LOG;
                    case ERRNO -> EPERM;
                    case KILL -> Returns.KILL_PROCESS;
                };
        assertThat(IntStream.range(0, 600).filter(number -> number != 7))
                .allSatisfy(number ->
                        assertThat(Interpreter.answer(program, number)).isEqualTo(expected));
    }

    @Test
    void all_conditions_have_to_hold() {
        var family = new Condition(0, -1, List.of(2, 10));
        var type = new Condition(1, 0xF, List.of(1, 2));
        Program program = compiled(new SyscallRule(41, List.of(family, type), new Answer.Refuse(97)));
        for (long first = 0; first < 20; first++) {
            for (long second = 0; second < 40; second++) {
                boolean holds = (first == 2 || first == 10) && ((second & 0xF) == 1 || (second & 0xF) == 2);
                assertThat(Interpreter.answer(program, 41, first, second))
                        .as("%d, %d", first, second)
                        .isEqualTo(holds ? Returns.ALLOW : Returns.ERRNO | 97);
            }
        }
    }

    @Test
    void only_the_low_half_of_an_argument_counts_as_for_the_kernel() {
        Program program =
                compiled(new SyscallRule(16, List.of(new Condition(1, -1, List.of(0xC008_AE05))), new Answer.Deny()));
        assertThat(Interpreter.answer(program, 16, 0, 0xFFFF_FFFF_C008_AE05L)).isEqualTo(Returns.ALLOW);
        assertThat(Interpreter.answer(program, 16, 0, 0xC008_AE05L)).isEqualTo(Returns.ALLOW);
        assertThat(Interpreter.answer(program, 16, 0, 0xC008_AE04L)).isEqualTo(EPERM);
    }

    @Test
    void far_jumps_land_where_near_ones_do() {
        List<SyscallRule> rules = new ArrayList<>();
        for (int number = 1; number < 400; number += 3) {
            List<Integer> values = IntStream.range(number, number + 90).boxed().toList();
            rules.add(new SyscallRule(number, List.of(new Condition(5, -1, values)), new Answer.Refuse(number)));
            if (rules.size() == 30) {
                break;
            }
        }
        Program program = FilterCompiler.compile(new SyscallFilter(rules), Strictness.ERRNO);
        assertThat(program.instructions().size()).isGreaterThan(2_000);
        for (SyscallRule rule : rules) {
            int number = rule.number();
            assertThat(Interpreter.answer(program, number, 0, 0, 0, 0, 0, number + 89))
                    .isEqualTo(Returns.ALLOW);
            assertThat(Interpreter.answer(program, number, 0, 0, 0, 0, 0, number + 90))
                    .isEqualTo(Returns.ERRNO | number);
            assertThat(Interpreter.answer(program, number + 1)).isEqualTo(EPERM);
        }
    }

    @Test
    void random_filters_answer_as_their_rules_say() {
        long seed = Long.getLong("airlock.seed", 20_261_128L);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<SyscallRule> rules = IntStream.range(0, 512)
                    .filter(_ -> random.nextInt(4) == 0)
                    .mapToObj(number -> random(number, random))
                    .toList();
            if (rules.isEmpty()) {
                continue;
            }
            Program program = FilterCompiler.compile(new SyscallFilter(rules), Strictness.ERRNO);
            for (int number = 0; number < 520; number++) {
                long argument = random.nextInt(8);
                assertThat(Interpreter.answer(program, number, argument))
                        .as("seed %d, round %d, call %d(%d)", seed, round, number, argument)
                        .isEqualTo(expected(rules, number, argument));
            }
        }
    }

    private static SyscallRule random(int number, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> allow(number);
            case 1 -> new SyscallRule(number, List.of(), new Answer.Refuse(1 + random.nextInt(100)));
            default ->
                new SyscallRule(
                        number,
                        List.of(new Condition(0, 3, List.of(random.nextInt(4)))),
                        random.nextBoolean() ? new Answer.Deny() : new Answer.Refuse(38));
        };
    }

    private static int expected(List<SyscallRule> rules, int number, long argument) {
        return rules.stream()
                .filter(rule -> rule.number() == number)
                .findFirst()
                .map(rule -> expected(rule, argument))
                .orElse(EPERM);
    }

    private static int expected(SyscallRule rule, long argument) {
        boolean holds = rule.when().stream()
                .allMatch(condition -> condition.values().contains((int) argument & condition.mask()));
        if (!rule.when().isEmpty() && holds) {
            return Returns.ALLOW;
        }
        return switch (rule.otherwise()) {
            case Answer.Allow _ -> Returns.ALLOW;
            case Answer.Refuse(int errno) -> Returns.ERRNO | errno;
            case Answer.Deny _ -> EPERM;
        };
    }

    @Test
    void the_offsets_are_those_of_the_kernels_struct() {
        assertThat(offset("nr")).isEqualTo(FilterCompiler.NUMBER);
        assertThat(offset("arch")).isEqualTo(FilterCompiler.ARCHITECTURE_AT);
        assertThat(offset("args")).isEqualTo(FilterCompiler.ARGUMENTS);
    }

    private static long offset(String field) {
        return SeccompCall.LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
