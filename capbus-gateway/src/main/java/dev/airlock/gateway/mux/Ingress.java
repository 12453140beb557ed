package dev.airlock.gateway.mux;

import dev.airlock.schemas.model.Entrance;
import io.vertx.core.Future;
import java.time.Duration;

/** The way in of a process, whichever lane it leads to, and its listener for frames. */
public interface Ingress extends AutoCloseable {
    /**
     * A way in for another listener of this process; it is closed with this.
     *
     * @param local whether that listener's clients are this machine's user
     */
    Exchange exchange(boolean local);

    /** Where intents go that come in here. */
    Entrance entrance();

    /** Waits for what exchanges need, at most {@code most}. Blocks. */
    void ready(Duration most) throws InterruptedException;

    /** Waits for what it needs, at most {@code most}, and listens; the port that it got. Blocks. */
    Future<Integer> listen(Duration most) throws InterruptedException;

    /** Takes nothing more, waits a while for what is under way, and stops to listen. Blocks for some seconds at most; not for an event loop. */
    @Override
    void close();
}
