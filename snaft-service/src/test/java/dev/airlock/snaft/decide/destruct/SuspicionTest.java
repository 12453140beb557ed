package dev.airlock.snaft.decide.destruct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.snaft.decide.destruct.CommandReader.Reading;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionTest {
    private static final long SEED = 1337;
    private static final int TEXTS = 200_000;
    /** What deeds, words, and the seams between them are made of. */
    private static final List<String> PIECES = List.of(
            "rm",
            "r",
            "m",
            " ",
            " -rf ",
            " -R ",
            "/",
            "/etc",
            "/usr",
            "chmod",
            "chow",
            "n",
            "\\",
            "\n",
            "\\n",
            "\\t",
            "'",
            "\"",
            "$",
            "$IFS",
            "${IFS}",
            "$'",
            "f\"",
            "r'",
            "+",
            ",",
            "(",
            ")",
            ";",
            "|",
            "&",
            ">",
            "=",
            "dd",
            "of",
            "dev",
            "/dev/sda",
            "mkfs.ext4",
            "wipefs",
            "open",
            "'w'",
            "shutil.rmtree",
            "rmtree",
            "systemctl",
            "poweroff",
            "shutdown",
            "-h",
            "now",
            "init",
            "0",
            "x",
            "_",
            "\u00a0",
            "\u2003",
            "{",
            "}");

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int pieces = 1 + random.nextInt(9); pieces > 0; pieces--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void what_it_passes_over_holds_no_deed(Reading reading) {
        var random = new Random(SEED);
        int deeds = 0;
        int passedOver = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            boolean deed = Destruction.deed(text, reading).isPresent();
            boolean suspicious = Suspicion.isIn(text, reading);
            assertThat(suspicious || !deed)
                    .as("%s of seed %d: %s", reading, SEED, text)
                    .isTrue();
            deeds += deed ? 1 : 0;
            passedOver += suspicious ? 0 : 1;
        }
        assertThat(deeds).isGreaterThan(500);
        assertThat(passedOver).isGreaterThan(TEXTS / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"print('format')", "def __init__(self): pass", "with open(path) as file: pass", "terms = [1, 2]"
            })
    void ordinary_programs_are_passed_over(String program) {
        for (Reading reading : Reading.values()) {
            assertThat(Suspicion.isIn(program, reading)).isFalse();
        }
    }
}
