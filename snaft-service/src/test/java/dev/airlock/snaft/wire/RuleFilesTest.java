package dev.airlock.snaft.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.snaft.model.Block;
import dev.airlock.snaft.model.CustomRule;
import dev.airlock.snaft.model.Fault;
import dev.airlock.snaft.model.Place;
import dev.airlock.snaft.model.RuleFile;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFilesTest {
    static final String WHOLE = """
            {
              "comment": "for people",
              "rules": [
                {"name": "payroll", "priority": 10, "action": "refuse", "message": "payroll is not for agents",
                 "postures": ["quarantine_external_ai", "hard_quarantine"],
                 "posture_required": {"drop_external_traffic": true},
                 "phrases": [{"why": "asks for the payroll", "within": 20, "words": [["payroll", "salary"], ["export"]]}]},
                {"name": "flag.deceives", "priority": 20, "action": "flag", "message": "a pretence",
                 "phrases": [{"why": "pretends", "within": 0, "words": [["pretend to be"]]}]}
              ],
              "blocks": [
                {"kind": "principal", "value": "vendor-7", "reason": "contract ended", "until": "2027-01-31T12:00:00+01:00"},
                {"kind": "intent", "value": "db:*", "reason": "no databases"}
              ],
              "burned": [{"principal": "mallory", "reason": "stole a key"}],
              "reinstated": [{"principal": "bob", "at": "2026-12-01T00:00:00Z", "reason": "was a test"}]
            }
            """;

    @Test
    void a_whole_set_is_read_with_all_its_parts() {
        RuleFile file = good(WHOLE);
        assertThat(file.rules()).extracting(CustomRule::id).containsExactly("custom.payroll", "flag.deceives");
        CustomRule payroll = file.rules().getFirst();
        assertThat(payroll.postures())
                .as("of both conditions what fits both")
                .isEqualTo(Set.of(PostureLevel.HARD_QUARANTINE));
        assertThat(payroll.phrases().getFirst().words())
                .containsExactly(List.of("payroll", "salary"), List.of("export"));
        assertThat(payroll.place()).isEqualTo(new Place(4, 5));
        assertThat(file.rules().getLast().postures()).isEqualTo(EnumSet.allOf(PostureLevel.class));
        assertThat(file.blocks())
                .extracting(Block::id, Block::value)
                .containsExactly(tuple("block.principal", "vendor-7"), tuple("block.intent", "db:*"));
        assertThat(file.blocks().getFirst().until()).hasValue(Instant.parse("2027-01-31T11:00:00Z"));
        assertThat(file.burned()).containsExactly(Map.entry("mallory", "stole a key"));
        assertThat(file.reinstated()).containsExactly(Map.entry("bob", Instant.parse("2026-12-01T00:00:00Z")));
    }

    @Test
    void an_empty_set_is_a_set() {
        assertThat(good("{}")).isEqualTo(RuleFile.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payroll\", \"priority\": 10 | payroll\", \"priority\": -1 | 4:37: priority is no whole number of 0 to 9999",
                "\"action\": \"refuse\" | \"action\": \"permit\" | 4:51: action is none of refuse, flag",
                "\"name\": \"payroll\" | \"name\": \"SNAFT-001\" | 4:14: the name 'SNAFT-001' is none; use a small letter",
                "\"name\": \"payroll\" | \"name\": \"flag.coerces\" | 4:56: flag.coerces raises a flag for the policies; its action must be flag",
                "\"name\": \"payroll\" | \"nam\": \"payroll\" | 4:13: 'nam' means nothing in a rule; it has name, priority",
                "quarantine_external_ai | quarantine | 5:19: this is no posture; use normal_zero_trust",
                "drop_external_traffic\": true | drop_everything\": true | 6:46: 'drop_everything' is no switch of a posture; use one of deny_external_ai_inbound",
                "drop_external_traffic\": true | drop_external_traffic\": 1 | 6:52: drop_external_traffic is neither true nor false",
                "drop_external_traffic\": true | emit_quarantine_event\": true, \"isolate_session\": true | 6:26: no posture is so, and the rule would never hold",
                "\"payroll\", \"salary\" | \"payroll\", \"s\" | 7:86: a word is a text of 2 to 64 characters",
                "\"value\": \"vendor-7\" | \"value\": \"*\" | 12:36: the value '*' is no principal; use 1 to 128 visible",
                "\"value\": \"db:*\" | \"value\": \"db*\" | 13:33: the value 'db*' is no intent; use an intent's name, or its first segments and :*",
                "2027-01-31T12:00:00+01:00 | tomorrow | 12:85: until is 'tomorrow'; write a time with its zone",
                "\"principal\": \"bob\" | \"principal\": \"mallory\" | 16:32: mallory is burned, which is for ever; take one of both away",
                "flag.deceives | payroll | 8:5: a second rule is called payroll",
                "\"comment\": | comment: | 2:3: this is no JSON: Unexpected character",
            })
    void a_fault_is_told_with_its_place_and_what_would_be_right(String right, String wrong, String told) {
        String text = WHOLE.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));
        assertThat(text).isNotEqualTo(WHOLE);
        assertThat(faults(text)).first().asString().startsWith(told);
    }

    @Test
    void all_faults_of_a_set_are_told_at_once() {
        assertThat(faults("{\"rules\": [{\"name\": \"a\"}, 1], \"blocks\": {}}"))
                .extracting(Fault::toString)
                .contains(
                        "1:12: priority is missing",
                        "1:12: phrases is missing",
                        "1:27: a rule is no object; write {...}")
                .anyMatch(fault -> fault.endsWith("blocks is no list; write [...]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{} {}",
                "{\"a\": 1, \"a\": 2}",
                "[[[[[[[[[[[[]]]]]]]]]]]]",
                "{\"rules\": 99999999999999999999}",
                "{"
            })
    void what_is_no_set_is_a_fault_and_never_an_exception(String text) {
        assertThat(faults(text)).isNotEmpty();
    }

    @Test
    void a_text_that_is_too_long_is_not_even_parsed() {
        assertThat(faults(" ".repeat(RuleSet.TEXT_MAX + 1)))
                .singleElement()
                .asString()
                .isEqualTo("1:1: the set has 262145 characters; it may have 262144");
    }

    @Test
    void no_change_of_a_byte_is_more_than_a_fault() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1337);
        int good = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(WHOLE);
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(32, 127));
            good += RuleFiles.read(text.toString()) instanceof RuleFiles.Read.Good ? 1 : 0;
        }
        assertThat(good).as("seed 1337").isBetween(1, 4_999);
    }

    static RuleFile good(String text) {
        return switch (RuleFiles.read(text)) {
            case RuleFiles.Read.Good(RuleFile file) -> file;
            case RuleFiles.Read.Faulty(List<Fault> faults) -> throw new AssertionError(faults);
        };
    }

    private static List<Fault> faults(String text) {
        return switch (RuleFiles.read(text)) {
            case RuleFiles.Read.Good(RuleFile file) -> throw new AssertionError(file);
            case RuleFiles.Read.Faulty(List<Fault> faults) -> faults;
        };
    }
}
