package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.Answer;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends answers in the order in which their frames came, each when the one before is sent. When one cannot be had or sent, those behind it are not
 * sent either. Of what is sent nothing is kept, however long the connection lives. On the connection's context only.
 */
final class AnswerLine {
    private final Function<Answer, Future<Void>> send;
    private final Queue<Place> places = new ArrayDeque<>();
    private boolean sending;
    private boolean broken;

    /** @param send its future completes on the connection's context */
    AnswerLine(Function<Answer, Future<Void>> send) {
        this.send = send;
    }

    private record Place(Future<Answer> answer, Consumer<Boolean> sent) {}

    /**
     * Adds one behind all others.
     *
     * @param answer completes on the connection's context
     * @param sent is called once, and told whether the answer was sent
     */
    void add(Future<Answer> answer, Consumer<Boolean> sent) {
        places.add(new Place(answer, sent));
        answer.onComplete(_ -> goOn());
    }

    private Future<Void> send(Answer answer) {
        try {
            return send.apply(answer);
        } catch (RuntimeException | Error e) { // else what the frame held would be held for good
            return Future.failedFuture(e);
        }
    }

    private void goOn() {
        while (!sending && !places.isEmpty() && places.element().answer().isComplete()) {
            Place next = places.remove();
            broken |= next.answer().failed();
            if (broken) {
                next.sent().accept(false);
            } else {
                sending = true;
                send(next.answer().result()).onComplete(written -> {
                    sending = false;
                    broken |= written.failed();
                    next.sent().accept(written.succeeded());
                    goOn();
                });
            }
        }
    }
}
