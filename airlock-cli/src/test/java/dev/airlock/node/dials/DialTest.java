package dev.airlock.node.dials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class DialTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "METRICS.md");

    private static String row(Dial dial) {
        return "| `" + dial.label() + "` | " + dial.kind().name().toLowerCase(Locale.ROOT) + " | " + dial.means()
                + " | " + dial.alert() + " |";
    }

    @Test
    void the_document_lists_every_dial_as_it_is_and_no_other() throws IOException {
        assertThat(Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `airlock_")))
                .containsExactlyElementsOf(
                        Arrays.stream(Dial.values()).map(DialTest::row).toList());
    }

    @Test
    void names_are_snake_case_unlike_and_end_as_prometheus_wants_it() {
        assertThat(Dial.values())
                .extracting(Dial::label)
                .doesNotHaveDuplicates()
                .allMatch(label -> label.matches("airlock(_[a-z]+)+"));
        assertThat(Dial.values())
                .allMatch(dial -> dial.label().endsWith("_total") == (dial.kind() == Dial.Kind.COUNTER))
                .allMatch(dial -> dial.means().endsWith("."));
    }
}
