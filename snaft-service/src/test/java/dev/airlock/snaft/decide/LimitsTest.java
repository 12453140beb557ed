package dev.airlock.snaft.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.snaft.decide.phrase.Seen;
import dev.airlock.snaft.model.Claims;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    @ParameterizedTest
    @CsvSource({
        "SNAFT-012, tokens, 100000, 100001",
        "SNAFT-012, cost, 10, 10.01",
        "SNAFT-012, loops, 50, 51",
        "SNAFT-012, concurrent, 20, 21",
        "SNAFT-014, chain_depth, 5, 6",
        "SNAFT-014, tool_output_executed, false, true",
        "SNAFT-017, airlock_sandboxed, true, false",
        "SNAFT-017, airlock_sandboxed, TRUE, yes",
        "SNAFT-020, retries, 10, 11",
        "SNAFT-020, error_rate, 0.8, 0.81",
        "SNAFT-020, downstream, 3, 4",
        "SNAFT-020, fan_out, 50, 51",
        "SNAFT-022, deviation, 0.8, 0.9"
    })
    void a_claim_at_the_limit_passes_and_one_beyond_it_is_refused(
            String rule, String claim, String fine, String beyond) {
        assertThat(refusing(Map.of(claim, fine))).isEmpty();
        assertThat(refusing(Map.of(claim, beyond))).hasValue(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "tokens, -1",
        "retries, many",
        "cost, NaN",
        "error_rate, 1e400",
        "fan_out, ''",
        "loops, 99999999999999999999"
    })
    void a_claim_that_is_no_number_is_refused(String claim, String value) {
        assertThat(refusing(Map.of(claim, value))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "write, /sandbox/a, false",
        "read, /etc/a, false",
        "write, /etc/a, true",
        "delete, /sandbox/../etc, true",
        "execute, '', true",
        "WRITE, /sandboxed/a, true"
    })
    void a_change_outside_the_sandbox_is_too_much_agency(String action, String path, boolean refused) {
        assertThat(refusing(Map.of("action", action, "path", path)).equals(Optional.of("SNAFT-005")))
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({"'a,b', a, false", "'a,b', c, true", "'', a, true", "ab, a, true"})
    void a_tool_must_be_among_the_allowed_ones(String allowed, String tool, boolean refused) {
        assertThat(refusing(Map.of("tool", tool, "allowed_tools", allowed)).isPresent())
                .isEqualTo(refused);
    }

    @Test
    void nobody_claims_anything_and_nothing_is_refused() {
        assertThat(refusing(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "r\u043C -rf /etc, disguised: recursive deletion of /etc",
        "r\u200Bm -rf /usr, disguised: recursive deletion of /usr",
        "\uFF52\uFF4D -rf /etc, disguised: recursive deletion of /etc",
        "x = 'cm0gLXJmIC9ldGMgICAgICAgICAgICAgICAgICAg', encoded: recursive deletion of /etc"
    })
    void destruction_under_a_disguise_is_an_encoded_injection(String text, String said) {
        Subject subject = new Subject("code:execute", Origin.OPERATOR, text);
        assertThat(RuleBook.STANDARD.firstHit(subject)).hasValue(new RuleHit("SNAFT-023", said));
    }

    @Test
    void an_encoded_program_warns() {
        Subject subject = new Subject("code:execute", Origin.LOCAL, "x = 'f0VMRgIBAQAAAAAAAAAAAAMAPgABAAAA'");
        assertThat(RuleBook.STANDARD.judge(subject)).satisfies(judgement -> {
            assertThat(judgement.refusal()).isEmpty();
            assertThat(judgement.warnings()).singleElement().satisfies(hit -> assertThat(hit.rule())
                    .isEqualTo("SNAFT-023-MAGIC"));
        });
    }

    private static Optional<String> refusing(Map<String, String> claims) {
        Subject subject = new Subject("code:execute", Origin.LOCAL, "print(1)", new Claims(claims), Seen.NOTHING);
        return RuleBook.STANDARD.firstHit(subject).map(RuleHit::rule);
    }
}
