package dev.airlock.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.explorer.DecisionPage.Guard;
import dev.airlock.explorer.Word.Beside;
import dev.airlock.policy.model.Source;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.posture.Approach;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Precheck;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every decision there is about coming in, beside what the page for people says. */
class DecisionSpaceTest {
    private static final DecisionPage PAGE = new DecisionPage();
    /** One source speaks of the runtime itself, two beside each thing that may be said of it. */
    private static final int WORDS = (1 + 2 * 3) * (3 * 4 * 2 * 4 * 3);

    private static void approaches(Consumer<Approach> each) {
        for (Origin origin : Origin.values()) {
            for (int bits = 0; bits < 16; bits++) {
                each.accept(new Approach(origin, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, "code:execute")
                        .approved((bits & 8) != 0));
            }
        }
    }

    private static int compare(Effective posture, Guard guard, String of) {
        int[] compared = {0};
        approaches(approach -> {
            boolean in = Precheck.refusal(posture, approach).isEmpty();
            boolean page = PAGE.letsIn(
                    guard,
                    Word.label(approach.origin()),
                    approach.identityBound(),
                    approach.invokesRemoteTool(),
                    approach.sandboxed(),
                    approach.approved());
            assertThat(in).as("%s under %s, from %s", approach, guard, of).isEqualTo(page);
            compared[0]++;
        });
        return compared[0];
    }

    @Test
    void every_combination_is_decided_as_the_page_says() {
        int compared = Word.all().stream()
                .mapToInt(word -> compare(word.vouchedFor(), PAGE.guard(word.saying()), word.toString()))
                .sum();
        assertThat(compared).isEqualTo(WORDS * 5 * 16);
    }

    @Test
    void without_a_lease_every_combination_is_as_closed_as_the_page_says() {
        Guard guard = PAGE.guard(Stream.of("lease missing"));
        int compared = Word.all().stream()
                .mapToInt(word -> compare(word.unleased(), guard, word + " without a lease"))
                .sum();
        assertThat(compared).isEqualTo(WORDS * 5 * 16);
    }

    @Test
    void nothing_that_forbids_is_ever_outvoted() {
        Word.all()
                .forEach(word -> approaches(approach -> {
                    if (Precheck.refusal(word.vouchedFor(), approach).isEmpty()
                            && approach.origin() == Origin.EXTERNAL_AI) {
                        assertThat(word.posture()).isEqualTo(PostureLevel.NORMAL_ZERO_TRUST);
                        assertThat(word.inbound()).isEqualTo(ExternalInbound.ALLOW_IF_IDENTITY_BOUND);
                        assertThat(word.policy())
                                .isIn(
                                        ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                                        ExecutionPolicy.ALLOW_THROUGH_AIRLOCK);
                        assertThat(word.mode()).isIn(RuntimeMode.EMBEDDED_ONLINE, RuntimeMode.KERNEL_ONLINE);
                        assertThat(word.expiry().filter(Duration::isNegative)).isEmpty();
                        assertThat(word.beside() == Beside.HEALTHY || word.source() == Source.RUNTIME)
                                .as("the runtime is well by %s", word)
                                .isTrue();
                        assertThat(approach.identityBound()).isTrue();
                    }
                }));
    }

    @Test
    void an_approval_opens_only_where_the_verdicts_say_approved_and_never_for_external_ai() {
        int[] opened = {0};
        Word.all()
                .forEach(word -> approaches(approach -> {
                    Effective posture = word.vouchedFor();
                    boolean without =
                            Precheck.refusal(posture, approach.approved(false)).isEmpty();
                    boolean with =
                            Precheck.refusal(posture, approach.approved(true)).isEmpty();
                    assertThat(with || !without)
                            .as("an approval forbids nothing: %s", approach)
                            .isTrue();
                    if (with && !without) {
                        opened[0]++;
                        assertThat(posture.executionPolicy())
                                .isEqualTo(ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY);
                        assertThat(approach.origin()).isIn(Origin.INTERNAL, Origin.EXTERNAL);
                        assertThat(approach.sandboxed()).isTrue();
                    }
                }));
        assertThat(opened[0])
                .as("what approvals opened; nothing would prove nothing")
                .isGreaterThan(100);
    }

    @Test
    void the_page_knows_everything_that_can_be_said() {
        assertThat(PAGE.size()).isEqualTo(3 + 2 + 4 + 4 + 3 + 5 + 5);
    }
}
