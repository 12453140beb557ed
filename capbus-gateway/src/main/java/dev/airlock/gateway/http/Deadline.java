package dev.airlock.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;

/**
 * When a connection is closed if what it owes has not come by then, however busily it sends bytes: the head of its next request, the
 * body of this one, or its reading of an answer. On the connection's context only.
 */
final class Deadline {
    private final Vertx vertx;
    private final HttpConnection connection;
    private long timer = -1;

    Deadline(Vertx vertx, HttpConnection connection) {
        this.vertx = vertx;
        this.connection = connection;
    }

    /** It owes something, within {@code most} from now. */
    void owes(Duration most) {
        rests();
        timer = vertx.setTimer(most.toMillis(), _ -> connection.close());
    }

    /** It owes nothing: we do. */
    void rests() {
        if (timer != -1) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }
}
