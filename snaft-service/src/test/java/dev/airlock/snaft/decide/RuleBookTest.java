package dev.airlock.snaft.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RuleHit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTest {
    private static final Subject SUBJECT = new Subject("code:execute", Origin.EXTERNAL_AI, "text");

    @Test
    void the_lowest_priority_number_is_asked_first_and_the_first_match_wins() {
        RuleBook book = new RuleBook(List.of(
                rule("LATE", 9, _ -> Optional.of("late")),
                rule("SILENT", 1, _ -> Optional.empty()),
                rule("EARLY", 2, _ -> Optional.of("early"))));
        assertThat(book.firstHit(SUBJECT)).hasValue(new RuleHit("EARLY", "early"));
    }

    @Test
    void a_rule_that_throws_counts_as_matched() {
        RuleBook book = new RuleBook(List.of(rule("BROKEN", 1, _ -> {
            throw new IllegalStateException("x".repeat(10_000));
        })));
        assertThat(book.firstHit(SUBJECT)).hasValueSatisfying(hit -> {
            assertThat(hit.rule()).isEqualTo("BROKEN");
            assertThat(hit.text())
                    .startsWith("the rule failed and so counts as matched: ")
                    .hasSize(256);
        });
    }

    @Test
    void no_match_is_no_hit() {
        assertThat(new RuleBook(List.of()).firstHit(SUBJECT)).isEmpty();
        assertThat(RuleBook.STANDARD.firstHit(SUBJECT)).isEmpty();
    }

    @Test
    void a_rule_that_warns_is_kept_and_does_not_end_the_search() {
        Rule warning = new Rule() {
            @Override
            public String id() {
                return "WARNING";
            }

            @Override
            public int priority() {
                return 1;
            }

            @Override
            public Optional<String> check(Subject subject) {
                return Optional.of("look");
            }

            @Override
            public boolean warns() {
                return true;
            }
        };
        Judgement judgement = new RuleBook(List.of(warning, rule("LATE", 9, _ -> Optional.of("late")))).judge(SUBJECT);
        assertThat(judgement.warnings()).containsExactly(new RuleHit("WARNING", "look"));
        assertThat(judgement.refusal()).hasValue(new RuleHit("LATE", "late"));
        assertThat(judgement.hits()).hasSize(2);
    }

    @Test
    void the_standing_rules_are_the_twenty_three_and_destruction_first() {
        List<Rule> rules = RuleBook.STANDARD.rules();
        assertThat(rules.getFirst().id()).isEqualTo("DESTRUCT-001");
        assertThat(rules.stream().map(Rule::id).filter(id -> id.matches("SNAFT-[0-9]{3}")))
                .hasSize(23)
                .isSorted();
        assertThat(rules.stream().filter(Rule::warns).map(Rule::id)).containsExactly("SNAFT-011", "SNAFT-023-MAGIC");
    }

    @Test
    void two_rules_with_one_id_are_refused() {
        Rule rule = rule("SAME", 1, _ -> Optional.empty());
        assertThatThrownBy(() -> new RuleBook(List.of(rule, rule))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void destruction_comes_before_size() {
        Subject both = new Subject("shell:x", Origin.EXTERNAL_AI, "rm -rf /\n" + "x".repeat(60_000));
        assertThat(RuleBook.STANDARD.firstHit(both).map(RuleHit::rule)).hasValue("DESTRUCT-001");
    }

    @ParameterizedTest
    @CsvSource({
        "EXTERNAL_AI, 50000, false",
        "EXTERNAL_AI, 50001, true",
        "EXTERNAL, 50001, false",
        "LOCAL, 500000, false",
        "OPERATOR, 500000, false"
    })
    void only_external_ai_is_held_to_50000_characters(Origin origin, int characters, boolean refused) {
        Subject subject = new Subject("code:execute", origin, "\uD83D\uDE00".repeat(characters));
        assertThat(RuleBook.STANDARD
                        .firstHit(subject)
                        .map(RuleHit::rule)
                        .filter("SNAFT-003"::equals)
                        .isPresent())
                .isEqualTo(refused);
    }

    private static Rule rule(String id, int priority, Function<Subject, Optional<String>> check) {
        return new Rule() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public int priority() {
                return priority;
            }

            @Override
            public Optional<String> check(Subject subject) {
                return check.apply(subject);
            }
        };
    }
}
