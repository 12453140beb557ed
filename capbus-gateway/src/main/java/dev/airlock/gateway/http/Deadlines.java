package dev.airlock.gateway.http;

import dev.airlock.gateway.mux.Places;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that are open, each with what it owes. Any thread. */
final class Deadlines {
    private final Vertx vertx;
    private final Places places;
    private final Map<HttpConnection, Deadline> deadlines = new ConcurrentHashMap<>();

    Deadlines(Vertx vertx, Places places) {
        this.vertx = vertx;
        this.places = places;
    }

    /** Whether there is room for one more, which is then taken until it is closed. */
    boolean admit(HttpConnection connection) {
        String address = address(connection.remoteAddress());
        if (!places.take(address)) {
            return false;
        }
        deadlines.put(connection, new Deadline(vertx, connection));
        connection.closeHandler(_ -> {
            places.leave(address);
            of(connection).rests();
            deadlines.remove(connection);
        });
        return true;
    }

    /** How many are open. */
    int open() {
        return places.taken();
    }

    /** Where a client is, without its port. */
    static String address(SocketAddress client) {
        String address = client.hostAddress();
        return address == null ? "" : address;
    }

    /** What a connection owes; of one that is closed, nothing comes of it. */
    Deadline of(HttpConnection connection) {
        Deadline kept = deadlines.get(connection);
        return kept == null ? new Deadline(vertx, connection) : kept;
    }
}
