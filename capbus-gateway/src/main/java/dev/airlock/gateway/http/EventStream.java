package dev.airlock.gateway.http;

import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Piece;
import dev.airlock.gateway.mux.LiveOutput;
import dev.airlock.gateway.wire.AnswerWriter;
import dev.airlock.gateway.wire.PieceWriter;
import dev.airlock.schemas.model.Bytes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/**
 * An answer as server-sent events: an {@code output} for what the program wrote, as it writes it, and one {@code outcome} with the rest. A
 * client that reads more slowly than its program writes gets more of it with the outcome; nobody waits for it. On the request's context.
 */
final class EventStream {
    private final Context context;
    private final HttpServerResponse response;
    private final LiveOutput live = LiveOutput.of(this::ready);

    EventStream(Context context, HttpServerResponse response) {
        this.context = context;
        this.response = response;
    }

    /** Gets what the program writes. */
    LiveOutput live() {
        return live;
    }

    /** Sends the head, so that the client knows that it is heard. */
    void begin() {
        response.setChunked(true);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        var _ = response.write(": taken\n\n");
    }

    private void ready() {
        context.runOnContext(_ -> flush());
    }

    private void flush() {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(_ -> flush());
            return;
        }
        for (LiveOutput.Stretch stretch : live.take()) {
            var piece = new Piece(0, stretch.error(), Bytes.of(stretch.bytes().toByteArray()));
            var _ = response.write(event("output", PieceWriter.write(piece)));
        }
    }

    Future<Void> end(Answer answer) {
        return response.end(event("outcome", AnswerWriter.write(answer.after(live.end()))));
    }

    private static String event(String name, byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8).strip();
        return "event: " + name + "\ndata: " + text.replace("\n", "\ndata: ") + "\n\n";
    }
}
