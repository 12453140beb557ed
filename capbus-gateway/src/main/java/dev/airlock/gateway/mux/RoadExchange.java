package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.mux.Waiting.Entered;
import dev.airlock.gateway.mux.Waiting.Published;
import dev.airlock.lane.FastLane.Cancelled;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Intents.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each wish on the road under its id, and answers with the token that comes back under it. What a program writes comes with the answer,
 * since the bus has it no earlier. Safe for any thread.
 */
final class RoadExchange implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(RoadExchange.class);
    /** Token and output are one transaction, on two topics with a reader each. */
    private static final Duration OUTPUT_TIME = Duration.ofSeconds(2);
    /** How tokens name a caller who is not known. */
    private static final String NOBODY = "anonymous";

    private final MuxConfig config;
    private final Signature signature;
    private final IntentDoor door;
    private final IntentDoor cancels;
    private final RefusalDesk refusals;
    private final TokenReader reader;
    private final InstantSource clock;
    private final Waiting waiting;

    RoadExchange(
            MuxConfig config,
            Signature signature,
            IntentDoor door,
            IntentDoor cancels,
            RefusalDesk refusals,
            TokenReader reader,
            InstantSource clock) {
        this.config = config;
        this.signature = signature;
        this.door = door;
        this.cancels = cancels;
        this.refusals = refusals;
        this.reader = reader;
        this.clock = clock;
        this.waiting = new Waiting(config.waitingMax());
    }

    /** How a wish is sent, and how long its program may take. */
    private record Sending(
            int timeoutMillis, Supplier<Outgoing> intent, boolean cancelOnClose, Optional<TraceContext> trace) {}

    /** An intent's record, and how its token is known. */
    private record Outgoing(Bytes record, Published published) {}

    /**
     * What is to be answered.
     *
     * @param hash of the bytes that asked
     */
    private record Asked(FrameRead.Bad known, Sha256 hash) {}

    @Override
    public CompletionStage<Answer> submit(FrameRead read, byte[] bytes, Client client, LiveOutput live) {
        return switch (read) {
            case FrameRead.Good(Frame frame)
            when frame.cancelOnClose() && signature instanceof Signature.None ->
                refuse(
                        known(frame),
                        bytes,
                        new Refusal(
                                RefusalKind.MALFORMED,
                                "cancel_on_close",
                                "nobody signs for this listener's clients, so the bus would not believe them; leave cancel_on_close out"));
            case FrameRead.Good(Frame frame) -> submit(frame, bytes, client);
            case FrameRead.Cancel cancel -> cancel(cancel, client);
            case FrameRead.Bad bad -> refuse(bad, bytes, new Refusal(RefusalKind.MALFORMED, "frame", bad.reason()));
        };
    }

    @Override
    public CompletionStage<Answer> submit(Intents.Opened opened, byte[] record, Client client, LiveOutput live) {
        Intent intent = opened.intent();
        Wish wish = new Wish(intent.key(), opened.sender(), intent.intent(), opened.contentHash());
        var asked = new Asked(new FrameRead.Bad(0, intent.intent(), intent.fromAint(), ""), Sha256.of(record));
        var outgoing = new Outgoing(
                Bytes.of(record), new Published(opened.intentHash(), Optional.of(principal(opened.caller()))));
        return submit(wish, asked, client, new Sending(intent.timeoutMillis(), () -> outgoing, false, client.trace()));
    }

    /** As the token will name him. Whoever knows a body can publish it himself, before or behind its signer. */
    private static String principal(Caller caller) {
        return caller instanceof Caller.Known(Speaker speaker, KeyId _) ? speaker.name() : NOBODY;
    }

    private CompletionStage<Answer> submit(Frame frame, byte[] bytes, Client client) {
        IntentKey key = new IntentKey(
                frame.session().orElse(client.session()),
                frame.id().orElseGet(() -> UUID.randomUUID().toString()));
        Origin asked = frame.origin().orElseGet(signature::origin);
        String payloadHash = Hashes.sha256(frame.payload().toArray());
        Wish wish =
                new Wish(key, signature.sender(asked), frame.intent(), Hashes.contents(payloadHash, frame.inputs()));
        return submit(
                wish,
                new Asked(known(frame), Sha256.of(bytes)),
                client,
                new Sending(
                        frame.timeoutMillis(),
                        () -> outgoing(intent(frame, key)),
                        frame.cancelOnClose(),
                        frame.trace().or(client::trace)));
    }

    /** Its nonce was made here, so its hash is enough to know its token by. */
    private Outgoing outgoing(Intent intent) {
        return new Outgoing(
                Bytes.of(signature.record(intent)),
                new Published(Hashes.sha256(Intents.body(intent)), Optional.empty()));
    }

    private CompletionStage<Answer> submit(Wish wish, Asked asked, Client client, Sending sending) {
        IntentKey key = wish.key();
        return switch (waiting.enter(wish)) {
            case Entered.First(Waiting.Wait wait) -> {
                Client.Pending pending = client.enter(key, LiveOutput.none());
                CompletionStage<Answer> answer = publish(asked, key, wait, sending);
                if (sending
                        .cancelOnClose()) { // only the frame that brings an intent can take it back with its connection
                    client.whenGone(pending, () -> cancel(key));
                }
                yield answer.whenComplete((_, _) -> client.leave(pending));
            }
            case Entered.Again(Waiting.Wait wait) ->
                await(asked, key, wait, sending.timeoutMillis()).thenApply(this::shownToCopy);
            case Entered.Ended(Told told) -> CompletableFuture.completedStage(answer(asked.known(), told));
            case Entered.Taken _ -> taken(asked, key);
            case Entered.Full _ ->
                refuse(
                        asked.known(),
                        asked.hash(),
                        new Refusal(
                                RefusalKind.CAPACITY,
                                "waiting_max",
                                config.waitingMax() + " frames wait for their tokens already; try again later"));
        };
    }

    /** Whoever has read a signed intent on its way can send it too; where nobody vouches for clients that gets him no output. */
    private Answer shownToCopy(Answer answer) {
        return signature instanceof Signature.None && answer.output().isPresent()
                ? answer.withoutOutput(elsewhere(answer.token().orElseThrow()))
                : answer;
    }

    /** Nothing is said of the other's token. */
    private CompletionStage<Answer> taken(Asked asked, IntentKey key) {
        return refuse(
                asked.known(),
                asked.hash(),
                new Refusal(
                        RefusalKind.DUPLICATE,
                        "intent_id",
                        "another intent has the id " + key.text() + "; choose a new one, or leave it out"));
    }

    /** A client cancels what the listener signed: a cancel of what brought its own signature would be nobody's word. */
    private CompletionStage<Answer> cancel(FrameRead.Cancel wanted, Client client) {
        IntentKey key = new IntentKey(wanted.session().orElse(client.session()), wanted.id());
        Optional<Wish> underWay = waiting.awaited(key);
        if (underWay.isEmpty()) {
            Cancelled became = waiting.hasEnded(key) ? Cancelled.ENDED : Cancelled.UNKNOWN;
            return CompletableFuture.completedStage(CancelAnswers.of(wanted.channelId(), key, became));
        }
        if (!signature.isSenders(underWay.get().sender())) {
            return CompletableFuture.completedStage(CancelAnswers.of(wanted.channelId(), key, Cancelled.NOT_YOURS));
        }
        return cancel(key).thenApply(failure -> failure.map(
                        text -> Answer.toCancel(wanted.channelId(), 503, "failed", "not cancelled: " + text))
                .orElseGet(() -> CancelAnswers.of(wanted.channelId(), key, Cancelled.ASKED)));
    }

    private CompletionStage<Optional<String>> cancel(IntentKey key) {
        var wish = new Cancel(key.session(), key.id(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        return signature
                .record(wish)
                .map(record -> cancels.publish(key, record, Optional.empty()))
                .orElseGet(() ->
                        CompletableFuture.completedStage(Optional.of("nobody signs for this listener's clients")));
    }

    private CompletionStage<Answer> publish(Asked asked, IntentKey key, Waiting.Wait wait, Sending sending) {
        Outgoing intent = sending.intent().get();
        int timeoutMillis = sending.timeoutMillis(); // and not the rest, which has the payload
        waiting.publishes(wait, intent.published());
        return door.publish(key, intent.record().toArray(), sending.trace())
                .thenCompose(failure -> failure.isEmpty()
                        ? await(asked, key, wait, timeoutMillis)
                        : unreachable(asked.known(), key, wait, failure.get()));
    }

    private CompletionStage<Answer> unreachable(FrameRead.Bad frame, IntentKey key, Waiting.Wait wait, String failure) {
        waiting.leave(wait);
        return CompletableFuture.completedStage(Answer.without(
                frame.channelId(),
                frame.intent(),
                failure + "; if it got through nevertheless, its token will be under " + key.text()));
    }

    private Intent intent(Frame frame, IntentKey key) {
        return new Intent(
                        key.id(),
                        key.session(),
                        frame.intent(),
                        frame.fromAint(),
                        frame.origin().orElseGet(signature::origin),
                        Lane.BUS,
                        "",
                        frame.payload(),
                        frame.timeoutMillis(),
                        frame.memoryMib(),
                        frame.backend(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        UUID.randomUUID().toString())
                .on(frame.delegations())
                .with(frame.inputs(), frame.outputs());
    }

    private CompletionStage<Answer> await(Asked asked, IntentKey key, Waiting.Wait wait, int timeoutMillis) {
        FrameRead.Bad frame = asked.known();
        long millis = config.answerTime().toMillis() + timeoutMillis;
        return wait.token()
                .copy()
                .orTimeout(millis, TimeUnit.MILLISECONDS)
                .thenCompose(told -> told.map(own -> withOutput(wait, own).thenApply(whole -> answer(frame, whole)))
                        .orElseGet(() -> taken(asked, key)))
                .exceptionally(_ -> Answer.without(
                        frame.channelId(),
                        frame.intent(),
                        "no token for " + key.text() + " within " + millis
                                + " ms; it will still come, and under this id: airlock tokens --follow"))
                .whenComplete((_, _) -> waiting.leave(wait));
    }

    private static CompletionStage<Told> withOutput(Waiting.Wait wait, Told told) {
        if (!told.lacksOutput()) {
            return CompletableFuture.completedStage(told);
        }
        return wait.output()
                .copy()
                .thenApply(output -> TokenOutput.matches(told.token(), output)
                        ? new Told(told.record(), told.token(), Optional.of(output))
                        : told)
                .completeOnTimeout(told, OUTPUT_TIME.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Answer answer(FrameRead.Bad frame, Told told) {
        TokenRecord record = told.record();
        String note = told.lacksOutput() ? elsewhere(record) : "";
        return new Answer(frame.channelId(), record.status(), frame.intent(), Optional.of(record), told.output(), note);
    }

    private static String elsewhere(TokenRecord record) {
        return "the output is not in this answer: airlock outputs " + record.intentId();
    }

    private static FrameRead.Bad known(Frame frame) {
        return new FrameRead.Bad(frame.channelId(), frame.intent(), frame.fromAint(), "");
    }

    @Override
    public CompletionStage<Answer> refuse(FrameRead.Bad frame, byte[] bytes, Refusal refusal) {
        return refuse(frame, Sha256.of(bytes), refusal);
    }

    private CompletionStage<Answer> refuse(FrameRead.Bad frame, Sha256 hash, Refusal refusal) {
        return refusals.refuse(signature.origin(), frame, hash, refusal).thenApply(token -> token.map(
                        record -> Answer.of(frame.channelId(), frame.intent(), record, Optional.empty()))
                .orElseGet(() -> Answer.without(
                        frame.channelId(),
                        frame.intent(),
                        refusal.text() + "; and the refusal's token could not be made durable")));
    }

    /**
     * A token that went by. Only those that somebody waits for are verified, and only verified ones are shown.
     *
     * @param appendedAt when the broker took it: who has stolen a key that is revoked by now writes any time into a token
     */
    void token(TokenRecord record, Instant appendedAt) {
        if (!waiting.awaits(record.key())) {
            return;
        }
        try {
            Token token = reader.read(record, appendedAt);
            if (token.link().chain().lane() == Lane.BUS) { // a fast lane may have an intent of the same name
                waiting.token(record, token);
            }
        } catch (TokenRejected e) {
            LOG.warn("intent={} token={} rejected=\"{}\"", record.key().text(), record.tokenId(), e.getMessage());
        }
    }

    /** An output that went by. */
    void output(Output output) {
        waiting.output(output);
    }
}
