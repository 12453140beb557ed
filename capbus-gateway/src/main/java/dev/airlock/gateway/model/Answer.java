package dev.airlock.gateway.model;

import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What a MUX client is told.
 *
 * @param channelId the frame's channel
 * @param status 200, 400, 403 or 503
 * @param intent what was wanted
 * @param token the token; empty only when none could be had in time, and {@code note} says why
 * @param output what the program wrote, if it was run
 * @param streamed how much of the output was sent before, if the frame asked for that; the answer has the rest
 * @param cancel what became of a wish to cancel: asked, ended, not_yours, several, unknown or failed; empty for any other frame
 * @param retryAfter how long to wait before the next try, if that is known
 * @param meant which intent a wish to cancel was taken to mean
 * @param trace which of its traces the client said that the wish belongs to
 * @param note what the token does not say; empty if it says everything
 */
public record Answer(
        long channelId,
        int status,
        String intent,
        Optional<TokenRecord> token,
        Optional<Output> output,
        Optional<Streamed> streamed,
        Optional<String> cancel,
        Optional<Duration> retryAfter,
        Optional<IntentKey> meant,
        Optional<TraceContext> trace,
        String note) {
    /** What a cancel has for an intent. */
    public static final String CANCEL = "airlock:cancel";

    /**
     * What was sent of each stream: its first bytes, so many.
     *
     * @param stdout bytes of standard output
     * @param stderr bytes of standard error
     */
    public record Streamed(int stdout, int stderr) {}

    /** The same after so much of its output was sent. */
    public Answer after(Streamed sent) {
        return new Answer(
                channelId, status, intent, token, output, Optional.of(sent), cancel, retryAfter, meant, trace, note);
    }

    /** The same for somebody who is not to see what the program wrote. */
    public Answer withoutOutput() {
        return withoutOutput(note);
    }

    /** The same, with another note. */
    public Answer withoutOutput(String instead) {
        return new Answer(
                channelId,
                status,
                intent,
                token,
                Optional.empty(),
                Optional.empty(),
                cancel,
                retryAfter,
                meant,
                trace,
                instead);
    }

    /** The same with how long to wait before the next try. */
    public Answer retryAfter(Duration wait) {
        return new Answer(
                channelId, status, intent, token, output, streamed, cancel, Optional.of(wait), meant, trace, note);
    }

    /** The same for a wish to cancel that was taken to mean this intent. */
    public Answer meaning(IntentKey key) {
        return new Answer(
                channelId, status, intent, token, output, streamed, cancel, retryAfter, Optional.of(key), trace, note);
    }

    /** The same to a wish that named this trace. */
    public Answer in(Optional<TraceContext> named) {
        return new Answer(channelId, status, intent, token, output, streamed, cancel, retryAfter, meant, named, note);
    }

    /** The answer to a wish. */
    public Answer(
            long channelId,
            int status,
            String intent,
            Optional<TokenRecord> token,
            Optional<Output> output,
            String note) {
        this(
                channelId,
                status,
                intent,
                token,
                output,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                note);
    }

    /** The answer to a cancel, which is no intent and has no token. */
    public static Answer toCancel(long channelId, int status, String became, String note) {
        return new Answer(
                channelId,
                status,
                CANCEL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(became),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                note);
    }

    /** An answer with a token that says everything. */
    public static Answer of(long channelId, String intent, TokenRecord token, Optional<Output> output) {
        return new Answer(channelId, token.status(), intent, Optional.of(token), output, "");
    }

    /** No token in time: 503. */
    public static Answer without(long channelId, String intent, String note) {
        return new Answer(channelId, 503, intent, Optional.empty(), Optional.empty(), note);
    }
}
