package dev.airlock.snaft.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.RuleSet;
import dev.airlock.snaft.shell.RuleDesk.Offered;
import dev.airlock.snaft.wire.RuleFiles;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RuleDeskTest {
    private static final Instant T = Instant.parse("2026-12-01T00:00:00Z");
    private static final String ONE = "{\"comment\": \"one\"}";
    private static final String TWO = "{\"comment\": \"two\"}";
    private static final String BURNS = "{\"burned\": [{\"principal\": \"mallory\", \"reason\": \"stole a key\"}]}";

    private final RuleDesk desk = new RuleDesk();

    @Test
    void the_first_set_and_each_later_one_is_taken() {
        assertThat(desk.rules().version()).isEqualTo("none");
        assertThat(desk.offer(set(ONE, T))).isInstanceOf(Offered.Taken.class);
        assertThat(desk.offer(set(TWO, T.plusSeconds(1)))).isInstanceOf(Offered.Taken.class);
        assertThat(desk.rules().version()).isEqualTo(RuleFiles.versionOf(TWO));
    }

    @Test
    void a_broken_set_never_replaces_a_good_one() {
        desk.offer(set(ONE, T));
        assertThat(refusal("{\"rules\": [{}]}")).isEqualTo("1:12: name is missing");
        assertThat(refusal("no JSON")).startsWith("1:").contains("this is no JSON");
        assertThat(desk.rules().version()).isEqualTo(RuleFiles.versionOf(ONE));
    }

    @Test
    void a_set_whose_text_is_another_than_its_version_says_changes_nothing() {
        RuleSet forged = new RuleSet(RuleFiles.versionOf(ONE), TWO, "x", T);
        assertThat(desk.offer(forged)).isInstanceOf(Offered.Refused.class);
        assertThat(desk.rules().version()).isEqualTo("none");
    }

    @Test
    void an_older_set_and_a_copy_change_nothing() {
        desk.offer(set(ONE, T));
        assertThat(desk.offer(set(ONE, T))).isEqualTo(new Offered.Known());
        assertThat(desk.offer(set(TWO, T))).isInstanceOf(Offered.Refused.class);
        assertThat(desk.offer(set(TWO, T.minusSeconds(1)))).isInstanceOf(Offered.Refused.class);
        assertThat(desk.rules().version()).isEqualTo(RuleFiles.versionOf(ONE));
    }

    @Test
    void burned_is_for_ever_so_a_set_that_leaves_somebody_out_changes_nothing() {
        desk.offer(set(BURNS, T));
        assertThat(refusal(ONE)).startsWith("it leaves out mallory, whom the set in force has burned");
        assertThat(desk.rules().file().burned()).containsKey("mallory");
        assertThat(desk.offer(set(BURNS.replace("stole", "sold"), T.plusSeconds(9))))
                .isInstanceOf(Offered.Taken.class);
    }

    private String refusal(String text) {
        return switch (desk.offer(set(text, T.plusSeconds(5)))) {
            case Offered.Refused(String reason) -> reason;
            case Offered offered -> throw new AssertionError(offered);
        };
    }

    private static RuleSet set(String text, Instant loadedAt) {
        return new RuleSet(RuleFiles.versionOf(text), text, "a reason", loadedAt);
    }
}
