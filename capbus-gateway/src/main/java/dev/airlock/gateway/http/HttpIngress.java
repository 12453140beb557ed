package dev.airlock.gateway.http;

import dev.airlock.gateway.mux.Departure;
import dev.airlock.gateway.mux.Exchange;
import dev.airlock.gateway.mux.Places;
import dev.airlock.gateway.mux.Premises;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.posture.Effective;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A running HTTP ingress. It lets go of nothing but its own; the exchange behind it is closed by whoever made it. */
public final class HttpIngress implements AutoCloseable {
    private final ExecutorService submitters = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpListener listener;
    private final Departure departure;

    /**
     * @param exchange turns wishes into answers, for clients of this listener's kind
     * @param entrance where intents go from here
     * @param callers whose signatures count; it may wait for the bus
     * @param posture what binds everybody now
     * @param ready whether the gateway is at work
     * @param premises what it shares with the process's other listeners
     */
    public HttpIngress(
            Vertx vertx,
            HttpConfig config,
            Exchange exchange,
            Entrance entrance,
            CallerKeys callers,
            Supplier<Effective> posture,
            BooleanSupplier ready,
            Premises premises) {
        departure = premises.departure();
        var deadlines = new Deadlines(vertx, new Places(config.connectionsMax(), config.signsAsLocal()));
        var door = new HttpDoor(
                vertx,
                config,
                new HttpDoor.Surroundings(exchange, entrance, callers, posture, ready, premises),
                deadlines,
                submitters);
        listener = new HttpListener(vertx, config, deadlines, departure, door::serve);
    }

    /** Begins to serve; the port that it got. */
    public Future<Integer> listen() {
        return listener.listen();
    }

    /** Takes nothing more, waits a while for the answers to what was taken, and then closes its connections. Blocks; not for an event loop. */
    @Override
    public void close() {
        departure.drain();
        departure.closes();
        listener.close().await();
        Departure.end(submitters);
    }
}
