package dev.airlock.authorisation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Expectation;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskTableTest {
    @Test
    void a_question_has_the_defaults_of_a_local_run_and_the_route_of_its_intent() {
        Ask ask = AskFields.read(Map.of("intent", "shell:ls"));
        assertThat(ask.principal()).isEqualTo("somebody");
        assertThat(ask.origin()).isEqualTo(Origin.LOCAL);
        assertThat(ask.route()).isEqualTo("shell:*");
        assertThat(ask.image()).isEqualTo("airlock-shell:latest");
        assertThat(ask.identityBound()).isTrue();
        assertThat(ask.flags()).isEmpty();
    }

    @Test
    void every_field_may_be_given() {
        Ask ask = AskFields.read(Map.ofEntries(
                Map.entry("intent", "code:execute"),
                Map.entry("principal", "p"),
                Map.entry("origin", "external_ai"),
                Map.entry("posture", "hard_quarantine"),
                Map.entry("cause", "incident"),
                Map.entry("backend", "microvm"),
                Map.entry("lane", "fast"),
                Map.entry("risk", "destructive"),
                Map.entry("trust", "7"),
                Map.entry("identity_bound", "false"),
                Map.entry("approved", "true"),
                Map.entry("fresh_copy", "false"),
                Map.entry("memory_mib", "64"),
                Map.entry("timeout_millis", "5"),
                Map.entry("flags", "deceives+coerces"),
                Map.entry("on_behalf_of", "lead+middle")));
        assertThat(ask.posture()).isEqualTo(PostureLevel.HARD_QUARANTINE);
        assertThat(ask.lane()).isEqualTo(Lane.FAST);
        assertThat(ask.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(List.of(ask.trust(), ask.memoryMib(), ask.timeoutMillis())).containsExactly(7, 64, 5);
        assertThat(List.of(ask.identityBound(), ask.approved(), ask.freshCopy()))
                .containsExactly(false, true, false);
        assertThat(ask.flags()).containsExactly(Flag.COERCES, Flag.DECEIVES);
        assertThat(ask.onBehalfOf()).containsExactly("lead", "middle");
        assertThat(AskFields.names()).hasSize(16).contains("fresh_copy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "intents | x            | nothing is called intents; there are approved, backend",
                "origin  | martian      | origin is 'martian'; it is one of external_ai, external, internal, local, operator",
                "trust   | high         | trust is 'high'; it is a whole number",
                "trust   | 101          | trust is 101; it must be 0 to 100",
                "approved| yes          | approved is 'yes'; it is true or false",
                "flags   | coerces+lies | flags is 'coerces+lies'; it is of increases_machine_sovereignty",
                "intent  | fly:away     | no route leads to fly:away",
            })
    void a_field_that_does_not_fit_is_told_with_what_would(String field, String value, String told) {
        var fields = new HashMap<>(Map.of("intent", "code:execute"));
        fields.put(field, value);
        assertThatThrownBy(() -> AskFields.read(fields)).hasMessageContaining(told);
    }

    @Test
    void a_table_is_read_row_by_row() {
        List<Expectation> table = AskTable.read("""
                [ // comments may stand here
                  {"intent": "code:execute", "expect": "allow"},
                  {"name": "no deceit", "intent": "code:execute", "flags": ["deceives", "coerces"], "trust": 3, "approved": true,
                   "expect": "deny", "by": "base-deceives"}
                ]""");
        assertThat(table).extracting(Expectation::name).containsExactly("question 1", "no deceit");
        assertThat(table).extracting(Expectation::allowed).containsExactly(true, false);
        assertThat(table.get(1).by()).contains("base-deceives");
        assertThat(table.get(1).ask().flags()).hasSize(2);
        assertThat(table.get(1).ask().trust()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                             | a table is an array of questions",
                "[]                                             | a table is an array of questions",
                "[1]                                            | question 1: it is no object",
                "[{\"intent\": \"code:execute\"}]               | question 1: it says not what is expected",
                "[{\"intent\": \"code:execute\", \"expect\": \"maybe\"}] | question 1: expect is 'maybe'; it is allow or deny",
                "[{\"intent\": {}, \"expect\": \"deny\"}]       | question 1: intent is neither text",
                "[{\"intent\": null, \"expect\": \"deny\"}]     | question 1: intent is neither text",
                "[{\"expect\": \"deny\"}]                       | question 1: no intent is given",
                "[{\"expect\": \"deny\", \"expect\": \"allow\"}]| it is not JSON: line 1: Duplicate field",
                "[                                              | it is not JSON: line 1",
            })
    void a_table_that_is_none_is_refused_with_its_place(String json, String told) {
        assertThatThrownBy(() -> AskTable.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }
}
