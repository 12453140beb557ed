package dev.airlock.gateway.mux;

import io.vertx.core.Future;
import java.time.Duration;

/** A listener for frames, whichever lane they take. */
public interface Ingress extends AutoCloseable {
    /** Waits for what it needs, at most {@code most}, and listens; the port that it got. Blocks. */
    Future<Integer> listen(Duration most) throws InterruptedException;

    /** Stops to listen. Blocks for some seconds at most; not for an event loop. */
    @Override
    void close();
}
