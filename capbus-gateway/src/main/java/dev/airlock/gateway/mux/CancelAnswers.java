package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.Answer;
import dev.airlock.lane.FastLane.Cancelled;
import dev.airlock.schemas.model.IntentKey;
import java.util.Locale;

/** What a client is told that wants to cancel. */
final class CancelAnswers {
    private CancelAnswers() {}

    static Answer of(long channelId, IntentKey key, Cancelled became) {
        return switch (became) {
            case ASKED ->
                answer(
                                channelId,
                                200,
                                became,
                                key.text() + " is cancelled; its own answer and token say whether in time")
                        .meaning(key);
            case ENDED ->
                answer(channelId, 200, became, key.text() + " has its token already; nothing was cancelled")
                        .meaning(key);
            case NOT_YOURS ->
                answer(
                        channelId,
                        403,
                        became,
                        key.text() + " was sent by another; only he or an operator may cancel it");
            case SEVERAL ->
                Answer.toCancel(
                        channelId,
                        400,
                        became.name().toLowerCase(Locale.ROOT),
                        "several intents that are under way have the id " + key.id() + "; name the session too");
            case UNKNOWN ->
                answer(
                        channelId,
                        400,
                        became,
                        "nothing is known here of " + key.text()
                                + "; name its session too, if it is not the connection's");
        };
    }

    private static Answer answer(long channelId, int status, Cancelled became, String note) {
        return Answer.toCancel(channelId, status, became.name().toLowerCase(Locale.ROOT), note);
    }
}
