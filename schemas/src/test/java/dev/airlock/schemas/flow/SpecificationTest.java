package dev.airlock.schemas.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every promise of the specification names a test that is there, or says that it is pending; so does every row of the coverage. */
class SpecificationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`([A-Za-z0-9]+)#([a-z0-9_]+)`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/SPECIFICATION.md", "docs/coverage.md"})
    void every_test_that_a_promise_or_a_row_names_is_there(String page) throws IOException {
        Map<String, List<Path>> tests = tests();
        List<String> missing = Files.readAllLines(ROOT.resolve(page)).stream()
                .flatMap(line -> NAMED.matcher(line).results())
                .filter(named -> tests.getOrDefault(named.group(1), List.of()).stream()
                        .noneMatch(file -> read(file).contains(" " + named.group(2) + "(")))
                .map(named -> named.group())
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void every_promise_has_a_test_or_says_that_it_is_pending() throws IOException {
        List<String> bare = Files.readAllLines(ROOT.resolve("docs/SPECIFICATION.md")).stream()
                .filter(line -> line.matches("\\| .*\\. \\|.*"))
                .filter(line -> !NAMED.matcher(line).find()
                        && !line.contains("[test pending]")
                        && !line.contains("`airlock bench"))
                .toList();
        assertThat(bare).isEmpty();
    }

    private static Map<String, List<Path>> tests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains("src/test/java"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(SpecificationTest::className));
        }
    }

    private static String className(Path file) {
        Matcher name = Pattern.compile("([^/]+)\\.java$").matcher(file.toString());
        return name.find() ? name.group(1) : "";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
