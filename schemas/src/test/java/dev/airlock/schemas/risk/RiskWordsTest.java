package dev.airlock.schemas.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.routes.Routes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiskWordsTest {
    private final RiskWords words = RiskWords.load();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm",
                "delete",
                "destroy",
                "wipe",
                "drop",
                "format",
                "shutdown",
                "kill",
                "purge",
                "truncate",
                "revoke-all",
                "key-wipe"
            })
    void every_destructive_word_of_the_list_is_destructive(String word) {
        String intent = word.equals("rm") ? "shell:rm-rf" : "x:" + word;
        assertThat(words.of(intent)).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(words.of("db:" + word + "_rf:all")).isEqualTo(Risk.DESTRUCTIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write",
                "update",
                "modify",
                "set",
                "create",
                "exec",
                "deploy",
                "grant",
                "sign",
                "transfer",
                "mint",
                "rotate"
            })
    void every_sensitive_word_of_the_list_is_sensitive(String word) {
        assertThat(words.of(word + ":x")).isEqualTo(Risk.SENSITIVE);
        assertThat(words.of("a.b_" + word + "2")).isEqualTo(Risk.SENSITIVE);
    }

    @ParameterizedTest
    @CsvSource({
        "code:execute, SENSITIVE",
        "db:query, BENIGN",
        "db:dropTable, DESTRUCTIVE",
        "DB:DROP, DESTRUCTIVE",
        "file:scan, BENIGN",
        "math_calculation, BENIGN",
        "information:read, BENIGN",
        "dropbox:list, BENIGN",
        "design:view, BENIGN",
        "write:delete, DESTRUCTIVE",
        "revoke:one, SENSITIVE"
    })
    void a_name_is_classed_by_its_whole_words_and_by_the_worst_of_them(String intent, Risk risk) {
        assertThat(words.of(intent)).isEqualTo(risk);
    }

    @Test
    void every_route_that_runs_a_callers_program_is_at_least_sensitive() {
        assertThat(Routes.load().rows())
                .filteredOn(row -> row.name().startsWith("code:") || row.name().startsWith("shell"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(words.of(row.name())).isGreaterThan(Risk.BENIGN));
    }

    @Test
    void a_word_that_can_never_match_or_is_in_both_lists_is_refused() {
        assertThatThrownBy(() -> new RiskWords(List.of("Wipe"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Wipe'");
        assertThatThrownBy(() -> new RiskWords(List.of("wipe"), List.of("wipe")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'wipe' is in both lists");
    }
}
