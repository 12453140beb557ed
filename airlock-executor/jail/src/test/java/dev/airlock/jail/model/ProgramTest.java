package dev.airlock.jail.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.jail.model.Instruction.Operation;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramTest {
    private static final Instruction END = Instruction.of(Operation.RETURN, 0);

    static Stream<List<Instruction>> broken() {
        return Stream.of(
                List.of(),
                List.of(Instruction.of(Operation.LOAD, 0)),
                List.of(Instruction.of(Operation.JUMP, 1), END),
                List.of(Instruction.of(Operation.JUMP, -1), END),
                List.of(Instruction.test(Operation.EQUAL, 1, 1, 0), END),
                List.of(Instruction.test(Operation.AT_LEAST, 1, 0, 2), END, END),
                List.of(Instruction.of(Operation.LOAD, 64), END),
                List.of(Instruction.of(Operation.LOAD, 2), END),
                List.of(Instruction.of(Operation.LOAD, -4), END),
                Collections.nCopies(4097, END));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_program_that_could_leave_itself_is_refused(List<Instruction> instructions) {
        assertThatThrownBy(() -> new Program(instructions)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_longest_program_and_the_last_landing_are_taken() {
        assertThat(new Program(Collections.nCopies(4096, END)).instructions()).hasSize(4096);
        List<Instruction> last = List.of(Instruction.test(Operation.EQUAL, 1, 1, 0), END, END);
        assertThat(new Program(last).instructions()).isEqualTo(last);
    }

    @Test
    void a_rule_that_says_nothing_or_contradicts_itself_is_refused() {
        var condition = new Condition(0, -1, List.of(1));
        assertThatThrownBy(() -> new SyscallRule(1, List.of(), new Answer.Deny()))
                .hasMessageContaining("as every");
        assertThatThrownBy(() -> new SyscallRule(1, List.of(condition), new Answer.Allow()))
                .hasMessageContaining("whatever");
        assertThatThrownBy(() -> new SyscallRule(512, List.of(), new Answer.Allow()))
                .hasMessageContaining("511");
        assertThatThrownBy(() -> new Condition(0, 1, List.of(2))).hasMessageContaining("never be met");
        assertThatThrownBy(() -> new Condition(0, -1, List.of(2, 2))).hasMessageContaining("twice");
        assertThatThrownBy(() -> new Condition(6, -1, List.of(2))).hasMessageContaining("argument 6");
        SyscallRule rule = new SyscallRule(1, List.of(), new Answer.Allow());
        assertThatThrownBy(() -> new SyscallFilter(List.of(rule, rule))).hasMessageContaining("two rules");
    }
}
