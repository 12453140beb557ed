package dev.airlock.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import edu.mit.csail.sdg.alloy4.A4Reporter;
import edu.mit.csail.sdg.ast.Command;
import edu.mit.csail.sdg.ast.Module;
import edu.mit.csail.sdg.parser.CompUtil;
import edu.mit.csail.sdg.translator.A4Options;
import edu.mit.csail.sdg.translator.A4Solution;
import edu.mit.csail.sdg.translator.TranslateAlloyToKodkod;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The model of the road that knows nothing of the code: its laws hold up to their bounds, and each of its faults is seen. */
class RoadModelTest {
    private static final Module MODEL = model();
    private static final String LONG = "_long";
    private static final String TRIED = "_tried";

    private static Module model() {
        try {
            Path file = Path.of(Objects.requireNonNull(RoadModelTest.class.getResource("/model/road.als"))
                    .toURI());
            return CompUtil.parseEverything_fromFile(A4Reporter.NOP, null, file.toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Command> all() {
        return MODEL.getAllCommands().stream();
    }

    static Stream<Named<Command>> commands() {
        return all().filter(command -> !command.label.endsWith(LONG)).map(command -> Named.of(command.label, command));
    }

    static Stream<Named<Command>> longer() {
        return all().filter(command -> command.label.endsWith(LONG)).map(command -> Named.of(command.label, command));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_laws_of_the_model_hold_and_its_faults_are_seen(Command command) {
        isAsExpected(command);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("longer")
    void the_laws_of_the_model_hold_for_more_steps(Command command) {
        isAsExpected(command);
    }

    private static void isAsExpected(Command command) {
        A4Options options = new A4Options();
        A4Solution found =
                TranslateAlloyToKodkod.execute_command(A4Reporter.NOP, MODEL.getAllReachableSigs(), command, options);
        assertThat(command.expects).isIn(0, 1);
        assertThat(found.satisfiable()).as(command.toString()).isEqualTo(command.expects == 1);
    }

    /** The same names as in the explorer, and for each something that it forbids and somebody who breaks it. */
    @ParameterizedTest
    @EnumSource(Law.class)
    void each_law_of_the_explorer_is_checked_can_be_tried_and_can_be_broken(Law law) {
        assertThat(all().filter(command -> command.label.equals(law.label())))
                .singleElement()
                .matches(command -> command.check && command.expects == 0, "a check that is to hold");
        assertThat(all().filter(command -> command.label.equals(law.label() + TRIED)))
                .singleElement()
                .matches(command -> !command.check && command.expects == 1, "a trace on which it is tried");
        assertThat(all().filter(command -> command.label.startsWith(law.label() + "_"))
                        .filter(command -> !command.label.endsWith(LONG) && !command.label.endsWith(TRIED)))
                .isNotEmpty()
                .allMatch(command -> !command.check && command.expects == 1, "a fault that is seen");
    }
}
