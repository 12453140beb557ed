package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.lane.FastLane;
import dev.airlock.lane.FastLane.Cancelled;
import dev.airlock.lane.FastLane.Canceller;
import dev.airlock.lane.FastLane.Meant;
import dev.airlock.lane.FastLane.Said;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Intents.Caller;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Puts each wish on the node's fast lane, and answers with the token that is on the disk by then. Safe for any thread. */
final class FastExchange implements Exchange {
    private static final String REJECTED = "INTENT_REJECTED";
    /** Screening takes longer the longer a payload is. */
    private static final int BRIEF_BYTES_MAX = 4 << 10;

    private final FastLane lane;
    private final Caller caller;
    private final CallerKeys keys;
    private final Origin highest;
    private final String refusals;
    private final Supplier<Effective> posture;
    private final InstantSource clock;

    /**
     * What is to be answered.
     *
     * @param hash of the bytes that asked
     * @param key the intent's
     */
    private record Asked(FrameRead.Bad known, Sha256 hash, IntentKey key) {}

    /**
     * @param caller who the listener says its clients are
     * @param keys what is known of those who have delegated something to them
     * @param highest the highest origin that such a client can have
     */
    FastExchange(
            FastLane lane,
            Caller caller,
            CallerKeys keys,
            Origin highest,
            Supplier<Effective> posture,
            InstantSource clock) {
        this.lane = lane;
        this.caller = caller;
        this.keys = keys;
        this.highest = highest;
        this.refusals = "mux-" + lane.entrance().node();
        this.posture = posture;
        this.clock = clock;
    }

    /**
     * A delegation is a signature to verify, and about a time or a memory that a client chooses policies are asked anew for each other number: either takes
     * longer than all the rest.
     */
    @Override
    public boolean isBrief(FrameRead read, byte[] bytes) {
        return bytes.length <= BRIEF_BYTES_MAX
                && lane.atHand()
                && read instanceof FrameRead.Good(Frame frame)
                && frame.delegations().isEmpty()
                && frame.timeoutMillis() == 0
                && frame.memoryMib() == 0;
    }

    @Override
    public CompletionStage<Answer> submit(FrameRead read, byte[] bytes, Client client, LiveOutput live) {
        return switch (read) {
            case FrameRead.Good(Frame frame) -> submit(frame, bytes, client, live);
            case FrameRead.Cancel cancel -> CompletableFuture.completedStage(cancel(cancel, client));
            case FrameRead.Bad bad ->
                refused(bad, Sha256.of(bytes), new Refusal(RefusalKind.MALFORMED, "frame", bad.reason()));
        };
    }

    private CompletionStage<Answer> submit(Frame frame, byte[] bytes, Client client, LiveOutput live) {
        Intent intent = intent(frame, client.session());
        byte[] body = Intents.body(intent);
        Client.Pending pending = client.enter(intent.key(), live, frame.trace());
        CompletionStage<Said> said = lane.take(Intents.vouched(intent, body, caller, keys), Bytes.of(body), pending);
        var asked = new Asked(known(frame), Sha256.of(bytes), intent.key());
        if (frame.cancelOnClose()) {
            client.whenGone(pending, () -> lane.cancel(asked.key(), new Canceller.Sender(pending)));
        }
        return answered(said, asked, client, pending);
    }

    @Override
    public CompletionStage<Answer> submit(Intents.Opened opened, byte[] record, Client client, LiveOutput live) {
        Intent intent = opened.intent();
        Client.Pending pending = client.enter(intent.key(), live);
        FrameRead.Bad known = new FrameRead.Bad(0, intent.intent(), intent.fromAint(), "");
        var asked = new Asked(known, Sha256.of(record), intent.key());
        return answered(lane.take(opened, Bytes.of(record), pending), asked, client, pending);
    }

    /** Nothing waits for the end of a run but what its answer needs: not the bytes that asked for it. */
    private CompletionStage<Answer> answered(
            CompletionStage<Said> said, Asked asked, Client client, Client.Pending pending) {
        return said.whenComplete((_, _) -> client.leave(pending))
                .thenCompose(one -> answer(asked, one))
                .thenApply(answer -> shown(answer, pending));
    }

    /** Whoever has read a signed intent on its way can send it too; where nobody vouches for clients that gets him no output. */
    private Answer shown(Answer answer, Client.Pending pending) {
        boolean strangers = highest.compareTo(Origin.LOCAL) < 0;
        return strangers && pending.isCopy() && answer.output().isPresent()
                ? answer.withoutOutput(elsewhere(answer.token().orElseThrow()))
                : answer;
    }

    /** A client cancels what it sent itself; and, if the listener says who it is, what the same principal sent. */
    private Answer cancel(FrameRead.Cancel wanted, Client client) {
        IntentKey key = new IntentKey(wanted.session().orElse(client.session()), wanted.id());
        Cancelled became = cancel(key, client);
        boolean done = became == Cancelled.ASKED || became == Cancelled.ENDED;
        if (done || wanted.session().isPresent()) {
            return CancelAnswers.of(wanted.channelId(), key, became);
        }
        Meant meant = byId(wanted.id(), client);
        return meant.became() == Cancelled.UNKNOWN
                ? CancelAnswers.of(wanted.channelId(), key, became)
                : CancelAnswers.of(wanted.channelId(), meant.key().orElse(key), meant.became());
    }

    private Cancelled cancel(IntentKey key, Client client) {
        Cancelled own = cancelOwn(key, client);
        return switch (own) {
            case ASKED, ENDED, SEVERAL -> own;
            case NOT_YOURS, UNKNOWN ->
                switch (caller) {
                    case Caller.Known(Speaker speaker, KeyId id) ->
                        lane.cancel(key, new Canceller.Principal(speaker, id));
                    case Caller.Unknown _, Caller.Forged _ -> own;
                };
        };
    }

    /** Of copies on one connection the lane knows the first one's frame as the sender's, whichever that is. */
    private Cancelled cancelOwn(IntentKey key, Client client) {
        Cancelled became = Cancelled.UNKNOWN;
        for (Client.Pending pending : client.under(key)) {
            became = lane.cancel(key, new Canceller.Sender(pending));
            if (became == Cancelled.ASKED || became == Cancelled.ENDED) {
                return became;
            }
        }
        return became;
    }

    /** Whoever names no session means the one of that id that is his: the connection's, or else its principal's. */
    private Meant byId(String id, Client client) {
        List<IntentKey> own = client.called(id);
        if (own.size() == 1) {
            IntentKey key = own.getFirst();
            Cancelled became = cancel(key, client);
            if (became == Cancelled.ASKED || became == Cancelled.ENDED) {
                return new Meant(became, Optional.of(key));
            }
        }
        return switch (caller) {
            case Caller.Known(Speaker speaker, KeyId signer) ->
                lane.cancel(id, new Canceller.Principal(speaker, signer));
            case Caller.Unknown _, Caller.Forged _ ->
                new Meant(own.size() > 1 ? Cancelled.SEVERAL : Cancelled.UNKNOWN, Optional.empty());
        };
    }

    private Intent intent(Frame frame, String session) {
        return new Intent(
                        frame.id().orElseGet(() -> UUID.randomUUID().toString()),
                        frame.session().orElse(session),
                        frame.intent(),
                        frame.fromAint(),
                        frame.origin().orElse(highest),
                        lane.entrance().lane(),
                        lane.entrance().node(),
                        frame.payload(),
                        frame.timeoutMillis(),
                        frame.memoryMib(),
                        frame.backend(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        UUID.randomUUID().toString())
                .on(frame.delegations())
                .with(frame.inputs(), frame.outputs());
    }

    private CompletionStage<Answer> answer(Asked asked, Said said) {
        FrameRead.Bad frame = asked.known();
        IntentKey key = asked.key();
        return switch (said) {
            case Said.Journaled(TokenRecord token, Optional<Output> output) ->
                CompletableFuture.completedStage(new Answer(
                        frame.channelId(),
                        token.status(),
                        frame.intent(),
                        Optional.of(token),
                        output,
                        note(token, output)));
            case Said.Taken() ->
                refused(
                        frame,
                        asked.hash(),
                        new Refusal(
                                RefusalKind.DUPLICATE,
                                "intent_id",
                                "another intent has the id " + key.text()
                                        + ", or this one has ended and its token is no more at hand here; choose a new one, or leave it out"));
            case Said.Busy(Refusal refusal) -> refused(frame, asked.hash(), refusal);
            case Said.Silent(String reason) ->
                CompletableFuture.completedStage(Answer.without(
                        frame.channelId(),
                        frame.intent(),
                        reason + "; if there is a token after all, it will be under " + key.text()));
        };
    }

    private static String note(TokenRecord token, Optional<Output> output) {
        return output.isPresent() || token.tokenType().equals(REJECTED) ? "" : elsewhere(token);
    }

    private static String elsewhere(TokenRecord token) {
        return "what the program wrote, if anything, is not in this answer: airlock outputs " + token.intentId();
    }

    private static FrameRead.Bad known(Frame frame) {
        return new FrameRead.Bad(frame.channelId(), frame.intent(), frame.fromAint(), "");
    }

    @Override
    public CompletionStage<Answer> refuse(FrameRead.Bad known, byte[] bytes, Refusal refusal) {
        return refused(known, Sha256.of(bytes), refusal);
    }

    /** A refusal under a name of its own, so that the same intent can be tried again. */
    private CompletionStage<Answer> refused(FrameRead.Bad frame, Sha256 hash, Refusal refusal) {
        IntentKey key = new IntentKey(refusals, "frame-" + UUID.randomUUID());
        return lane.conclude(new RefusedFrame(key, frame, hash, highest, posture.get(), refusal))
                .thenApply(said -> told(frame, refusal, said));
    }

    private static Answer told(FrameRead.Bad frame, Refusal refusal, Said said) {
        return switch (said) {
            case Said.Journaled(TokenRecord token, Optional<Output> _) ->
                Answer.of(frame.channelId(), frame.intent(), token, Optional.empty());
            case Said.Taken _, Said.Busy _, Said.Silent _ ->
                Answer.without(
                        frame.channelId(),
                        frame.intent(),
                        refusal.text() + "; and the refusal's token could not be made durable");
        };
    }
}
