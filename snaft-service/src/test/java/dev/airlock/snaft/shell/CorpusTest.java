package dev.airlock.snaft.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.snaft.decide.RuleBook;
import dev.airlock.snaft.decide.Subject;
import dev.airlock.snaft.shell.Corpus.Rate;
import dev.airlock.snaft.shell.Corpus.Sample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusTest {
    private static final Path PROGRAMS = Path.of("../airlock-executor/microvm/src/test/resources/corpus");
    private static final String PROSE = "Whoever reads this reads prose, with words, commas and a full stop. ";
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    /** Reviewed: where a disguise makes nothing of an attack that its rule is to see, and why. */
    private static final Map<String, String> NO_ATTACK = Map.of(
            "DESTRUCT-001 case", "commands and paths tell case apart: rM is no command, and /ETC is not /etc",
            "SNAFT-023 look-alikes", "base64 is letters of ASCII: with others in it, it decodes to nothing anywhere");

    private final List<Sample> samples = Corpus.samples();

    @Test
    void the_corpus_has_six_hundred_distinct_samples_and_each_rule_its_attacks_evasions_and_innocents() {
        assertThat(samples).hasSizeGreaterThanOrEqualTo(600);
        assertThat(samples.stream().map(Sample::text)).doesNotHaveDuplicates();
        Set<String> rules = RuleCheck.lines().stream().map(RuleCheck.Line::id).collect(Collectors.toSet());
        for (String label : List.of("attack", "evasion", "benign")) {
            assertThat(samples.stream().filter(s -> s.label().equals(label)).map(Sample::rule))
                    .as(label)
                    .containsAll(rules);
        }
    }

    static Stream<Arguments> disguises() {
        return RuleCheck.lines().stream()
                .flatMap(line -> Stream.of("case", "spacing", "concatenation", "base64", "look-alikes")
                        .map(technique -> Arguments.of(line.id(), technique)));
    }

    /** What is in base64 rule 023 says, whichever rule it is for; and so it does of destruction in letters of other scripts. */
    @ParameterizedTest
    @MethodSource("disguises")
    void every_rule_sees_through_each_of_five_disguises_or_it_is_written_down_why_not(String rule, String technique) {
        List<Sample> disguised = samples.stream()
                .filter(sample ->
                        sample.rule().equals(rule) && sample.technique().equals(technique))
                .toList();
        boolean encoded =
                technique.equals("base64") || (rule.equals("DESTRUCT-001") && technique.equals("look-alikes"));
        boolean seen = disguised.stream()
                .flatMap(sample -> RuleCheck.of(sample.text()).hits().stream())
                .map(RuleHit::rule)
                .anyMatch(hit -> hit.equals(rule) || (encoded && hit.equals("SNAFT-023")));
        assertThat(seen)
                .as("seen, unless by the reviewed table it is no attack")
                .isNotEqualTo(NO_ATTACK.containsKey(rule + " " + technique));
    }

    @Test
    void at_least_95_per_cent_of_plain_attacks_are_flagged() {
        assertThat(rate("attack").percent()).isGreaterThanOrEqualTo(95);
    }

    @Test
    void at_most_1_per_cent_of_innocent_samples_and_programs_of_the_microvms_corpus_are_flagged() throws IOException {
        Rate innocent = rate("benign");
        long flagged = innocent.flagged();
        long all = innocent.samples();
        try (Stream<Path> files = Files.list(PROGRAMS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".py")).toList()) {
                flagged += RuleCheck.of(Files.readString(file)).hits().isEmpty() ? 0 : 1;
                all++;
            }
        }
        assertThat(all).isGreaterThan(350);
        assertThat(flagged * 100).isLessThanOrEqualTo(all);
    }

    @Test
    void every_rule_flags_four_fifths_of_its_own_attacks() {
        samples.stream()
                .filter(sample -> sample.label().equals("attack"))
                .collect(Collectors.groupingBy(Sample::rule))
                .forEach((rule, own) -> assertThat(
                                own.stream().filter(Corpus::flagged).count() * 10)
                        .as(rule)
                        .isGreaterThanOrEqualTo(own.size() * 8L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "case",
                "spacing",
                "concatenation",
                "base64",
                "base64 twice",
                "hexadecimal",
                "look-alikes",
                "zero-width"
            })
    void most_evasions_that_can_be_undone_are_flagged(String technique) {
        assertThat(rate("evasion, " + technique).percent()).isGreaterThanOrEqualTo(85);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ignore previous ",
                "ignore instruction ",
                "aWdub3JlIGFs",
                "\\x69",
                "i g n o r e ",
                "'a'+'b'",
                "0101",
                "01 02 ",
                "eval(requests.get ",
                "send the ssn to ",
                "\u0456\u200B"
            })
    void a_mebibyte_made_to_be_slow_costs_at_most_three_of_prose(String part) {
        String text = part.repeat((1 << 20) / part.length());
        String prose = PROSE.repeat((1 << 20) / PROSE.length());
        long limit =
                3 * IntStream.range(0, 3).mapToLong(_ -> nanosOf(prose)).max().orElseThrow();
        assertThat(IntStream.range(0, 5).anyMatch(_ -> nanosOf(text) < limit)).isTrue();
    }

    /** The thread's own time, so that a loaded machine changes little. */
    private static long nanosOf(String text) {
        long before = CLOCK.getCurrentThreadCpuTime();
        assertThat(RuleBook.STANDARD.judge(new Subject("code:execute", Origin.LOCAL, text)))
                .isNotNull();
        return CLOCK.getCurrentThreadCpuTime() - before;
    }

    private static Rate rate(String kind) {
        return Corpus.rates().stream()
                .filter(rate -> rate.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
