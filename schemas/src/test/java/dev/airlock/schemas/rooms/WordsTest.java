package dev.airlock.schemas.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One word, one thing: what the glossary says holds in every module, for types of tests too. */
class WordsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path GLOSSARY = ROOT.resolve("docs/GLOSSARY.md");

    private static final Pattern TYPE = Pattern.compile(
            "^\\s*(?:(?:public|protected|private|abstract|final|static|sealed|non-sealed|strictfp) )*(?:class|interface|enum|record|@interface) (\\w+)",
            Pattern.MULTILINE);
    private static final Pattern BAN = Pattern.compile("Not used for classes: ([a-z, ]+)\\.");
    private static final Pattern ROW = Pattern.compile("^\\| ([a-z ,]+) \\| ", Pattern.MULTILINE);

    /** Say nothing wherever they stand; the other banned words may qualify another one, as in {@code DataDirectory}. */
    private static final Set<String> EMPTY = Set.of("manager", "handler", "helper", "util", "processor");

    @Test
    void no_type_of_any_module_is_named_by_a_word_that_says_nothing() throws IOException {
        assertThat(refused(file -> !file.contains("/planted/"))).isEmpty();
    }

    @Test
    void the_planted_names_are_refused() throws IOException {
        assertThat(refused(file -> file.contains("/planted/"))).containsExactly("RunResult", "StrangerManager");
    }

    @ParameterizedTest
    @CsvSource({
        "PostureManager, true",
        "ManagerOfPostures, true",
        "TokenUtils, true",
        "RunResult, true",
        "RunResults, true",
        "NodeStatus, true",
        "PulseInfo, true",
        "TokenData, true",
        "DataDirectory, false",
        "StatusCommand, false",
        "Utility, false",
        "Information, false",
        "PostureView, false"
    })
    void a_name_is_refused_by_its_words_and_not_by_its_letters(String name, boolean refused) throws IOException {
        assertThat(saysNothing(name, banned())).isEqualTo(refused);
    }

    @Test
    void the_glossary_bans_what_the_law_of_names_bans() throws IOException {
        assertThat(banned())
                .containsExactlyInAnyOrder(
                        "manager", "handler", "helper", "util", "processor", "data", "info", "result", "status");
    }

    @Test
    void every_word_of_the_glossary_is_a_word_of_the_code() throws IOException {
        Set<String> spoken = new TreeSet<>();
        for (Path file : sources(path -> path.contains("src/main/java"))) {
            String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
            Pattern.compile("\\w+").matcher(code).results().forEach(name -> spoken.addAll(wordsOf(name.group())));
        }
        List<String> silent = glossary().stream()
                .filter(term -> Stream.of(term.split(" ", -1)).anyMatch(word -> !spoken.contains(word)))
                .toList();
        assertThat(glossary()).hasSizeGreaterThan(20).contains("intent", "posture", "dead letter");
        assertThat(silent).as("words that nothing is called by").isEmpty();
    }

    private static Set<String> glossary() throws IOException {
        return ROW.matcher(Files.readString(GLOSSARY))
                .results()
                .flatMap(row -> Stream.of(row.group(1).split(", ", -1)))
                .filter(term -> !term.equals("word"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> banned() throws IOException {
        var line = BAN.matcher(Files.readString(GLOSSARY));
        assertThat(line.find()).as("the glossary's line of banned words").isTrue();
        return Set.of(line.group(1).split(", ", -1));
    }

    private static Set<String> refused(Predicate<String> which) throws IOException {
        Set<String> banned = banned();
        Set<String> refused = new TreeSet<>();
        for (Path file : sources(which)) {
            TYPE.matcher(Files.readString(file))
                    .results()
                    .map(type -> type.group(1))
                    .filter(name -> saysNothing(name, banned))
                    .forEach(refused::add);
        }
        return refused;
    }

    private static boolean saysNothing(String name, Set<String> banned) {
        List<String> words = wordsOf(name).stream().map(WordsTest::singular).toList();
        return words.stream().anyMatch(EMPTY::contains) || banned.contains(words.getLast());
    }

    private static List<String> wordsOf(String name) {
        return Stream.of(name.split("_|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String singular(String word) {
        return word.endsWith("s") && !word.endsWith("us") ? word.substring(0, word.length() - 1) : word;
    }

    private static List<Path> sources(Predicate<String> which) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .filter(file -> which.test(file.toString()))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
