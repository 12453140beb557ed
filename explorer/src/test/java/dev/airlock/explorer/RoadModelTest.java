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
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model of the road that knows nothing of the code: its laws hold up to their bounds, and each of its faults is seen. */
class RoadModelTest {
    private static final Module MODEL = model();

    private static Module model() {
        try {
            Path file = Path.of(Objects.requireNonNull(RoadModelTest.class.getResource("/model/road.als"))
                    .toURI());
            return CompUtil.parseEverything_fromFile(A4Reporter.NOP, null, file.toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Named<Command>> commands() {
        return MODEL.getAllCommands().stream()
                .map(command -> Named.of(command.label, command))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_laws_of_the_model_hold_and_its_faults_are_seen(Command command) {
        A4Options options = new A4Options();
        A4Solution found =
                TranslateAlloyToKodkod.execute_command(A4Reporter.NOP, MODEL.getAllReachableSigs(), command, options);
        assertThat(command.expects).isIn(0, 1);
        assertThat(found.satisfiable()).as(command.toString()).isEqualTo(command.expects == 1);
    }
}
