package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChaosAccountTest {
    private static Account account(int missing, List<String> untrue, int audit) {
        return account(missing, untrue, List.of(), audit);
    }

    private static Account account(int missing, List<String> untrue, List<String> unnamed, int audit) {
        List<Errand> errands = IntStream.range(0, missing)
                .mapToObj(number -> new Errand(new IntentKey("s", "i" + number), Lane.FAST, Origin.EXTERNAL_AI, 1))
                .toList();
        return new Account(
                7,
                Map.of("broker", 2),
                Map.of("node", 1),
                3,
                untrue,
                Reckoning.of(errands, Map.of(), Map.of()),
                List.of("a loss"),
                unnamed,
                audit,
                "0 tokens",
                1.5);
    }

    @Test
    void it_holds_only_if_the_reckoning_the_answers_and_the_audit_hold() {
        assertThat(account(0, List.of(), 0).holds()).isTrue();
        assertThat(account(1, List.of(), 0).holds()).isFalse();
        assertThat(account(0, List.of("a lie"), 0).holds()).isFalse();
        assertThat(account(0, List.of(), 1).holds()).isFalse();
        Account blind = account(0, List.of(), List.of("a loss (not at TOKENS-1@2)"), 0);
        assertThat(blind.holds()).isFalse();
        assertThat(blind.text()).contains("planted: a loss", "NOT NAMED BY THE AUDIT a loss (not at TOKENS-1@2)");
    }

    @Test
    void people_see_what_was_lost_and_no_more_than_twenty_lines_of_it() {
        String text = account(25, List.of("a lie"), 1).text();
        assertThat(text)
                .contains("killed {broker=2}; fell by themselves {node=1}")
                .contains("LOST FAST s/i0")
                .contains("LOST and 5 more")
                .contains("UNTRUE a lie")
                .contains("audit: exit 1: 0 tokens")
                .endsWith("IT DOES NOT HOLD");
        assertThat(account(0, List.of(), 0).text()).endsWith("nothing lost, nothing twice");
    }

    @Test
    void programs_see_the_same() {
        assertThat(account(2, List.of(), 0).fields())
                .containsEntry("holds", false)
                .containsEntry("seed", 7L)
                .containsEntry("sent", 2)
                .containsEntry("lost", List.of("FAST s/i0", "FAST s/i1"));
    }
}
