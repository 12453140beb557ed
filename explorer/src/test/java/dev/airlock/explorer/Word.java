package dev.airlock.explorer;

import dev.airlock.policy.decide.Coherence;
import dev.airlock.policy.decide.Ladder;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One point of the verdicts' space, beside what the observer says of the runtime.
 *
 * @param beside what the observer says, if this is not its own word
 */
record Word(
        Source source,
        PostureLevel posture,
        RuntimeMode mode,
        ExternalInbound inbound,
        ExecutionPolicy policy,
        Optional<Duration> expiry,
        Beside beside) {
    static final Moment NOW = Cast.at(5);

    private static final List<Optional<Duration>> EXPIRIES =
            List.of(Optional.empty(), Optional.of(Duration.ofHours(1)), Optional.of(Duration.ofSeconds(-1)));

    /** How the runtime is, as far as anybody has said. */
    enum Beside {
        HEALTHY,
        LOST,
        UNKNOWN;

        private Optional<Word> word() {
            return switch (this) {
                case HEALTHY -> Optional.of(coherent(RuntimeMode.EMBEDDED_ONLINE));
                case LOST -> Optional.of(coherent(RuntimeMode.OFFLINE));
                case UNKNOWN -> Optional.empty();
            };
        }
    }

    private static Word coherent(RuntimeMode mode) {
        var stance = Coherence.of(mode).stance();
        return new Word(
                Source.RUNTIME,
                stance.posture(),
                mode,
                stance.externalAiInbound(),
                stance.executionPolicy(),
                Optional.empty(),
                Beside.UNKNOWN);
    }

    /** All of them: the observer's own words alone, those of others beside each thing that the observer may have said. */
    static List<Word> all() {
        List<Word> words = new ArrayList<>();
        for (Source source : Source.values()) {
            for (Beside beside : source == Source.RUNTIME ? List.of(Beside.UNKNOWN) : List.of(Beside.values())) {
                for (PostureLevel posture : PostureLevel.values()) {
                    for (RuntimeMode mode : RuntimeMode.values()) {
                        words.addAll(of(source, beside, posture, mode));
                    }
                }
            }
        }
        return words;
    }

    private static List<Word> of(Source source, Beside beside, PostureLevel posture, RuntimeMode mode) {
        List<Word> words = new ArrayList<>();
        for (ExternalInbound inbound : ExternalInbound.values()) {
            for (ExecutionPolicy policy : ExecutionPolicy.values()) {
                EXPIRIES.forEach(expiry -> words.add(new Word(source, posture, mode, inbound, policy, expiry, beside)));
            }
        }
        return words;
    }

    /** What the observer says: this, or what stands beside it. */
    Optional<Word> runtime() {
        return source == Source.RUNTIME ? Optional.of(this) : beside.word();
    }

    private Verdict verdict() {
        return Cast.verdict("verdict_" + label(source), mode, inbound, policy, posture, expiry.map(NOW.wall()::plus));
    }

    /** All that is said, in the words of the page. */
    Stream<String> saying() {
        Stream<String> ofRuntime = runtime().map(Word::own).orElse(Stream.of("no word on the runtime"));
        return source == Source.RUNTIME ? ofRuntime : Stream.concat(own(), ofRuntime);
    }

    private Stream<String> own() {
        Stream<String> expired = expiry.filter(Duration::isNegative).map(_ -> "expiry passed").stream();
        return Stream.concat(
                expired,
                Stream.of(
                        "snaft_posture " + label(posture),
                        "external_ai_inbound " + label(inbound),
                        "execution_policy " + label(policy),
                        "runtime_mode " + label(mode)));
    }

    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What a reader knows who has read the posture that policy makes of this, and no lease. */
    PostureView view() {
        Standings standing = runtime()
                .map(word -> Standings.none().replay(Source.RUNTIME, word.verdict()))
                .orElse(Standings.none());
        standing = source == Source.RUNTIME ? standing : standing.replay(source, verdict());
        Posture recorded = Ladder.decide(standing, NOW.wall(), "n").orElseThrow();
        return PostureView.unknown().replay(recorded);
    }

    /** What binds such a reader. */
    Effective unleased() {
        return view().current(NOW.wall(), NOW.nanos());
    }

    /** What binds a reader to whom policy vouches for that posture. */
    Effective vouchedFor() {
        PostureView view = view();
        Posture recorded = view.recorded().orElseThrow();
        Instant end = NOW.wall().plusSeconds(1);
        return view.replay(
                        new Lease(recorded.scope(), recorded.postureId(), recorded.sequence(), NOW.wall(), end),
                        NOW.nanos())
                .current(NOW.wall(), NOW.nanos());
    }
}
