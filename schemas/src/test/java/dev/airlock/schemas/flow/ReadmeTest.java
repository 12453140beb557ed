package dev.airlock.schemas.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of the road is the flow's, row by row. */
class ReadmeTest {
    @Test
    void the_readme_draws_the_road_as_it_is() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../README.md")).stream()
                .filter(line -> line.matches("\\| [A-Z]+ \\|.*"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(Topic.values()).map(ReadmeTest::row).toList());
    }

    private static String row(Topic topic) {
        boolean ownMemory = topic == Topic.ADMITTED;
        String readers = names(station -> station != Station.CONSOLE
                && (station.reads().contains(topic) || (ownMemory && Flow.mayRead(station, topic))));
        return "| " + topic + " | " + names(station -> Flow.mayWrite(station, topic)) + " |"
                + (readers.isEmpty() ? " |" : " " + readers + " |");
    }

    private static String names(Predicate<Station> which) {
        return String.join(
                ", ",
                Stream.of(Station.values())
                        .filter(which)
                        .map(Station::name)
                        .sorted()
                        .toList());
    }
}
