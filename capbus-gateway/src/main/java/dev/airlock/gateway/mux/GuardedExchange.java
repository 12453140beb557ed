package dev.airlock.gateway.mux;

import dev.airlock.gateway.decide.Quota.Word;
import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.model.QuotaLimits;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.schemas.wire.Intents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * An exchange behind a {@link Guard}. This machine's user and operators are never held; who signs has the quota of its principal, once for each
 * intent; everybody else, and who sends a copy, has that of its address. Who asks for too much is told so with one token when a hold begins, and without one until it ends, so that a
 * flood of requests is no flood of tokens.
 */
final class GuardedExchange implements Exchange {
    private final Exchange inner;
    private final Guard guard;
    private final boolean local;
    private final InstantSource clock;

    /** @param local whether the listener's clients are this machine's user */
    GuardedExchange(Exchange inner, Guard guard, boolean local, InstantSource clock) {
        this.inner = inner;
        this.guard = guard;
        this.local = local;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Answer> submit(FrameRead read, byte[] bytes, Client client, LiveOutput live) {
        FrameRead.Bad known = known(read);
        Supplier<CompletionStage<Answer>> wish = () -> inner.submit(read, bytes, client, live);
        Supplier<CompletionStage<Answer>> passing = read instanceof FrameRead.Good(Frame frame)
                ? () -> guard.pass(frame.intent(), origin(frame), frame.channelId(), wish)
                : wish;
        return weighed(stranger(client), known, bytes, passing);
    }

    @Override
    public boolean isBrief(FrameRead read, byte[] bytes) {
        return inner.isBrief(read, bytes);
    }

    /** As its listener vouches for, or lower if it asks for that. */
    private Origin origin(Frame frame) {
        return frame.origin().map(asked -> lower(most(), asked)).orElse(most());
    }

    /** Of those for whom nobody vouches but this listener. */
    private Origin most() {
        return local ? Origin.LOCAL : Origin.EXTERNAL_AI;
    }

    private static Origin lower(Origin one, Origin other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * A copy is weighed, and goes before or behind others, as its sender's own: a principal answers for what it signed once, and not for everybody who
     * has read that.
     */
    @Override
    public CompletionStage<Answer> submit(Intents.Opened opened, byte[] record, Client client, LiveOutput live) {
        Intent intent = opened.intent();
        FrameRead.Bad known = new FrameRead.Bad(0, intent.intent(), intent.fromAint(), "");
        Supplier<CompletionStage<Answer>> wish = () -> inner.submit(opened, record, client, live);
        return switch (opened.caller()) {
            case Intents.Caller.Known(var speaker, var _) -> {
                boolean first = guard.firsts().claim(opened.intentHash(), intent.createdAt(), clock.instant());
                yield first
                        ? claimed(opened, speaker, wish, known, record)
                        : weighed(stranger(client), known, record, () -> guard.pass(intent.intent(), most(), 0, wish));
            }
            case Intents.Caller.Unknown _, Intents.Caller.Forged _ -> {
                Supplier<CompletionStage<Answer>> passing =
                        () -> guard.pass(intent.intent(), Origin.EXTERNAL_AI, 0, wish);
                yield weighed(stranger(client), known, record, passing);
            }
        };
    }

    /** The first of its copies; if it is not let in, the next one is. */
    private CompletionStage<Answer> claimed(
            Intents.Opened opened,
            CallerKeys.Speaker speaker,
            Supplier<CompletionStage<Answer>> wish,
            FrameRead.Bad known,
            byte[] record) {
        var in = new AtomicBoolean();
        Origin origin = lower(speaker.origin(), opened.intent().origin());
        try {
            return weighed(
                    signed(speaker),
                    known,
                    record,
                    () -> guard.pass(opened.intent().intent(), origin, 0, () -> {
                        in.set(true);
                        return wish.get();
                    }));
        } finally {
            if (!in.get()) {
                guard.firsts().giveBack(opened.intentHash());
            }
        }
    }

    private Optional<Weighing> signed(CallerKeys.Speaker speaker) {
        return switch (speaker.origin()) {
            case OPERATOR, LOCAL -> Optional.empty();
            case INTERNAL, EXTERNAL, EXTERNAL_AI ->
                Optional.of(new Weighing(
                        speaker.name(), guard.principals(), guard.config().principal()));
        };
    }

    @Override
    public CompletionStage<Answer> refuse(FrameRead.Bad known, byte[] bytes, Refusal refusal) {
        return inner.refuse(known, bytes, refusal);
    }

    private record Weighing(String caller, Habits habits, QuotaLimits limits) {}

    /** Nobody vouches for these but a listener for this machine's user. */
    private Optional<Weighing> stranger(Client client) {
        return local
                ? Optional.empty()
                : Optional.of(new Weighing(
                        Neighbourhood.of(client.address()),
                        guard.strangers(),
                        guard.config().stranger()));
    }

    /** @param by empty for whom is not weighed */
    private CompletionStage<Answer> weighed(
            Optional<Weighing> by, FrameRead.Bad known, byte[] bytes, Supplier<CompletionStage<Answer>> passing) {
        return by.map(weighing -> weighed(weighing, known, bytes, passing)).orElseGet(passing);
    }

    private CompletionStage<Answer> weighed(
            Weighing weighing, FrameRead.Bad known, byte[] bytes, Supplier<CompletionStage<Answer>> passing) {
        long now = clock.millis();
        Word word = weighing.habits()
                .weigh(
                        weighing.caller(),
                        weighing.limits(),
                        now,
                        Hashes.sha256(bytes),
                        known.fromAint() + known.intent());
        return switch (word) {
            case Word.Pass _ -> passing.get();
            case Word.Hold hold -> {
                guard.refused(hold.begins(), weighing.caller(), hold.reason());
                Duration left = Duration.ofMillis(Math.max(1, hold.until() - now));
                String text = "no capacity for this caller for " + left.toMillis() + " ms: " + hold.reason();
                if (weighing.limits().holdMillis() == 0) {
                    yield CompletableFuture.completedStage(Answer.without(known.channelId(), known.intent(), text)
                            .retryAfter(left));
                }
                yield hold.begins()
                        ? inner.refuse(known, bytes, new Refusal(RefusalKind.CAPACITY, hold.rule(), text))
                                .thenApply(answer -> answer.retryAfter(left))
                                .thenCompose(answer -> guard.hold(weighing.caller(), left, answer))
                        : guard.hold(
                                weighing.caller(),
                                left,
                                Answer.without(known.channelId(), known.intent(), text)
                                        .retryAfter(left));
            }
        };
    }

    private static FrameRead.Bad known(FrameRead read) {
        return switch (read) {
            case FrameRead.Good(Frame frame) ->
                new FrameRead.Bad(frame.channelId(), frame.intent(), frame.fromAint(), "");
            case FrameRead.Cancel cancel -> new FrameRead.Bad(cancel.channelId(), Answer.CANCEL, "", "");
            case FrameRead.Bad bad -> bad;
        };
    }
}
