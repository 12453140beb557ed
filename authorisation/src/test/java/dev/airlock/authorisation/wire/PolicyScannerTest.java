package dev.airlock.authorisation.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.model.Fault;
import dev.airlock.authorisation.wire.PolicyScanner.Scanned;
import dev.airlock.schemas.model.PolicyFile;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyScannerTest {
    private static List<String> texts(String text) {
        return switch (PolicyScanner.scan(new PolicyFile("f.cedar", text))) {
            case Scanned.Whole(List<Statement> statements) ->
                statements.stream().map(Statement::text).map(String::strip).toList();
            case Scanned.Broken(Fault fault) -> throw new AssertionError(fault);
        };
    }

    private static String fault(String text) {
        return switch (PolicyScanner.scan(new PolicyFile("f.cedar", text))) {
            case Scanned.Whole whole -> throw new AssertionError(whole);
            case Scanned.Broken(Fault fault) -> fault.toString();
        };
    }

    @Test
    void policies_are_told_apart_at_semicolons_outside_of_strings_and_comments() {
        assertThat(texts("a; b \"x;\\\";\" ; // c; d\n e;\n// the end"))
                .containsExactly("a;", "b \"x;\\\";\" ;", "// c; d\n e;");
        assertThat(texts(" \n// nothing; at all")).isEmpty();
        assertThat(texts("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a;\nb`               | f.cedar:2: a policy has no end",
                "`a;\n\n// c\n  b`     | f.cedar:4: a policy has no end",
                "`a;\n\"b;`            | f.cedar:2: a string has no end",
                "`\"\\\"`              | f.cedar:1: a string has no end",
            })
    void what_has_no_end_is_told_with_its_line(String text, String told) {
        assertThat(fault(text)).startsWith(told);
    }

    @Test
    void depth_is_that_of_one_policy_and_not_of_strings_or_comments() {
        String deep = "(".repeat(32) + ")".repeat(32) + ";";
        assertThat(texts(deep.repeat(3))).hasSize(3);
        assertThat(texts("\"" + "(".repeat(99) + "\"; // " + "[".repeat(99))).hasSize(1);
        assertThat(fault("\n" + "([{".repeat(11))).startsWith("f.cedar:2: brackets nest deeper than 32");
        assertThat(fault("(".repeat(32) + "; " + "(".repeat(33))).contains("brackets nest deeper");
    }

    @Test
    void nothing_that_anybody_writes_is_lost_or_breaks_it() {
        var random = new Random(1337);
        String letters = "ab;\"\\/\n(){} [";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(60);
            for (int c = 0; c < length; c++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            var file = new PolicyFile("f.cedar", text.toString());
            if (PolicyScanner.scan(file) instanceof Scanned.Whole(List<Statement> statements)) {
                String joined =
                        String.join("", statements.stream().map(Statement::text).toList());
                assertThat(text.toString()).startsWith(joined);
                assertThat(PolicyScanner.begin(text.substring(joined.length())))
                        .isEqualTo(text.length() - joined.length());
                assertThat(statements)
                        .allSatisfy(one -> assertThat(one.firstLine()).isPositive());
            }
        }
    }
}
