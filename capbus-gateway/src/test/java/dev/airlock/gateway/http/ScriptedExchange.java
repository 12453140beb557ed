package dev.airlock.gateway.http;

import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.mux.Client;
import dev.airlock.gateway.mux.Exchange;
import dev.airlock.gateway.mux.LiveOutput;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers every frame with a token that names its key and its payload as output; a payload of "wait" waits for {@link #release}, and one of "fail"
 * fails, which no exchange should.
 */
final class ScriptedExchange implements Exchange {
    final List<FrameRead> reads = new CopyOnWriteArrayList<>();
    final List<Intents.Opened> signed = new CopyOnWriteArrayList<>();
    final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    final List<Client> clients = new CopyOnWriteArrayList<>();
    final List<LiveOutput> lives = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> released = new CompletableFuture<>();

    @Override
    public CompletionStage<Answer> submit(FrameRead read, byte[] bytes, Client client, LiveOutput live) {
        lives.add(live);
        clients.add(client);
        reads.add(read);
        return switch (read) {
            case FrameRead.Bad bad ->
                CompletableFuture.completedStage(answer(new IntentKey("mux-n", "f"), 400, bad.reason()));
            case FrameRead.Cancel cancel ->
                CompletableFuture.completedStage(Answer.toCancel(0, 200, "asked", cancel.id()));
            case FrameRead.Good(Frame frame) -> {
                var answer = answer(
                        new IntentKey(frame.session().orElseThrow(), frame.id().orElseThrow()),
                        200,
                        new String(frame.payload().toArray(), StandardCharsets.UTF_8));
                yield switch (answer.note()) {
                    case "wait" -> released.thenApply(_ -> answer);
                    case "fail" -> CompletableFuture.failedStage(new IllegalStateException("a defect, as told"));
                    default -> CompletableFuture.completedStage(answer);
                };
            }
        };
    }

    @Override
    public CompletionStage<Answer> submit(Intents.Opened opened, byte[] record, Client client, LiveOutput live) {
        signed.add(opened);
        return CompletableFuture.completedStage(answer(opened.intent().key(), 200, "signed"));
    }

    @Override
    public CompletionStage<Answer> refuse(FrameRead.Bad known, byte[] bytes, Refusal refusal) {
        refusals.add(refusal);
        return CompletableFuture.completedStage(
                answer(new IntentKey("mux-n", "f"), refusal.kind().status(), refusal.text()));
    }

    void release() {
        released.complete(null);
    }

    /** What a program wrote and a note are the same here, so that both can be looked for. */
    static Answer answer(IntentKey key, int status, String note) {
        byte[] text = note.getBytes(StandardCharsets.UTF_8);
        var token = new TokenRecord(
                key.session(),
                key.id(),
                "token-of-" + key.id(),
                "SAFE_EXECUTION",
                status,
                0,
                0,
                Bytes.of("{}".getBytes(StandardCharsets.UTF_8)),
                "sha256:0",
                "ed25519:0",
                Bytes.EMPTY);
        var output = new Output(key.session(), key.id(), "t", Bytes.of(text), Bytes.EMPTY, false, "sha256:0");
        return new Answer(0, status, "code:execute", Optional.of(token), Optional.of(output), note);
    }
}
