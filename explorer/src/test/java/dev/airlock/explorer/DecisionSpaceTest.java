package dev.airlock.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.explorer.DecisionPage.Guard;
import dev.airlock.policy.decide.Ladder;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.posture.Approach;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.posture.Precheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every decision there is about coming in, beside what the page for people says. */
class DecisionSpaceTest {
    private static final Moment NOW = Cast.at(5);
    private static final DecisionPage PAGE = new DecisionPage();

    /** One point of the verdicts' space. */
    private record Word(
            Source source,
            PostureLevel posture,
            RuntimeMode mode,
            ExternalInbound inbound,
            ExecutionPolicy policy,
            Optional<Duration> expiry) {
        Verdict verdict() {
            return Cast.verdict(
                    "verdict_" + source.name().toLowerCase(Locale.ROOT),
                    mode,
                    inbound,
                    policy,
                    posture,
                    expiry.map(NOW.wall()::plus));
        }

        Stream<String> saying() {
            Stream<String> expired = expiry.filter(Duration::isNegative).map(_ -> "expiry passed").stream();
            return Stream.concat(
                    expired,
                    Stream.of(
                            "snaft_posture " + label(posture),
                            "external_ai_inbound " + label(inbound),
                            "execution_policy " + label(policy),
                            "runtime_mode " + label(mode)));
        }
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<Word> words() {
        List<Word> words = new ArrayList<>();
        List<Optional<Duration>> expiries =
                List.of(Optional.empty(), Optional.of(Duration.ofHours(1)), Optional.of(Duration.ofSeconds(-1)));
        for (Source source : Source.values()) {
            for (PostureLevel posture : PostureLevel.values()) {
                for (RuntimeMode mode : RuntimeMode.values()) {
                    for (ExternalInbound inbound : ExternalInbound.values()) {
                        for (ExecutionPolicy policy : ExecutionPolicy.values()) {
                            expiries.forEach(
                                    expiry -> words.add(new Word(source, posture, mode, inbound, policy, expiry)));
                        }
                    }
                }
            }
        }
        return words;
    }

    /** What stands once this word was heard beside a healthy runtime. */
    private static Standings standing(Word word) {
        Verdict healthy = new Word(
                        Source.RUNTIME,
                        PostureLevel.NORMAL_ZERO_TRUST,
                        RuntimeMode.EMBEDDED_ONLINE,
                        ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                        ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                        Optional.empty())
                .verdict();
        return Standings.none().replay(Source.RUNTIME, healthy).replay(word.source(), word.verdict());
    }

    private static PostureView view(Word word) {
        Posture posture = Ladder.decide(standing(word), NOW.wall(), "n").orElseThrow();
        return PostureView.unknown().replay(posture);
    }

    private static Effective vouchedFor(Word word) {
        PostureView view = view(word);
        Posture posture = view.recorded().orElseThrow();
        Instant end = NOW.wall().plusSeconds(1);
        return view.replay(
                        new Lease(posture.scope(), posture.postureId(), posture.sequence(), NOW.wall(), end),
                        NOW.nanos())
                .current(NOW.wall(), NOW.nanos());
    }

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
                    label(approach.origin()),
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
        int compared = words().stream()
                .mapToInt(word -> compare(vouchedFor(word), PAGE.guard(word.saying()), word.toString()))
                .sum();
        assertThat(compared).isEqualTo(3 * 3 * 4 * 2 * 4 * 3 * 5 * 16);
    }

    @Test
    void without_a_lease_every_combination_is_as_closed_as_the_page_says() {
        Guard guard = PAGE.guard(Stream.of("lease missing"));
        int compared = words().stream()
                .mapToInt(
                        word -> compare(view(word).current(NOW.wall(), NOW.nanos()), guard, word + " without a lease"))
                .sum();
        assertThat(compared).isEqualTo(864 * 80);
    }

    @Test
    void nothing_that_forbids_is_ever_outvoted() {
        words().forEach(word -> approaches(approach -> {
            if (Precheck.refusal(vouchedFor(word), approach).isEmpty() && approach.origin() == Origin.EXTERNAL_AI) {
                assertThat(word.posture()).isEqualTo(PostureLevel.NORMAL_ZERO_TRUST);
                assertThat(word.inbound()).isEqualTo(ExternalInbound.ALLOW_IF_IDENTITY_BOUND);
                assertThat(word.policy())
                        .isIn(ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD, ExecutionPolicy.ALLOW_THROUGH_AIRLOCK);
                assertThat(word.mode()).isIn(RuntimeMode.EMBEDDED_ONLINE, RuntimeMode.KERNEL_ONLINE);
                assertThat(word.expiry().filter(Duration::isNegative)).isEmpty();
                assertThat(approach.identityBound()).isTrue();
            }
        }));
    }

    @Test
    void an_approval_opens_only_where_the_verdicts_say_approved_and_never_for_external_ai() {
        int[] opened = {0};
        words().forEach(word -> approaches(approach -> {
            Effective posture = vouchedFor(word);
            boolean without =
                    Precheck.refusal(posture, approach.approved(false)).isEmpty();
            boolean with = Precheck.refusal(posture, approach.approved(true)).isEmpty();
            assertThat(with || !without)
                    .as("an approval forbids nothing: %s", approach)
                    .isTrue();
            if (with && !without) {
                opened[0]++;
                assertThat(posture.executionPolicy()).isEqualTo(ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY);
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
        assertThat(PAGE.size()).isEqualTo(3 + 2 + 4 + 4 + 2 + 5);
    }
}
