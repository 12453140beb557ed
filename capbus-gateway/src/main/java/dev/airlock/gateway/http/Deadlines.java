package dev.airlock.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections that are open, each with what it owes. Any thread. */
final class Deadlines {
    private final Vertx vertx;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<HttpConnection, Deadline> deadlines = new ConcurrentHashMap<>();

    /** @param most connections at a time */
    Deadlines(Vertx vertx, int most) {
        this.vertx = vertx;
        this.most = most;
    }

    /** Whether there is room for one more, which is then taken until it is closed. */
    boolean admit(HttpConnection connection) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        deadlines.put(connection, new Deadline(vertx, connection));
        connection.closeHandler(_ -> {
            open.decrementAndGet();
            of(connection).rests();
            deadlines.remove(connection);
        });
        return true;
    }

    /** What a connection owes; of one that is closed, nothing comes of it. */
    Deadline of(HttpConnection connection) {
        Deadline kept = deadlines.get(connection);
        return kept == null ? new Deadline(vertx, connection) : kept;
    }
}
