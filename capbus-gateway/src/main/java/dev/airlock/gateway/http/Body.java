package dev.airlock.gateway.http;

import dev.airlock.gateway.mux.ByteBudget;
import io.vertx.core.buffer.Buffer;

/** The body of one request while it comes in, and the room for it until the request has its answer. On the request's context only. */
final class Body {
    private final ByteBudget.Portion room;
    private Buffer read = Buffer.buffer();
    private boolean taken;

    Body(ByteBudget.Portion room) {
        this.room = room;
    }

    int length() {
        return read.length();
    }

    /** Adds what came next; false if there is no room for it, and then nothing is kept of it all. */
    boolean add(Buffer chunk) {
        if (!room.resize((long) read.length() + chunk.length())) {
            read = Buffer.buffer();
            room.end();
            return false;
        }
        read.appendBuffer(chunk);
        return true;
    }

    /** All that came; it is the asker's from here on, and its room until {@link #answered}. */
    byte[] take() {
        taken = true;
        byte[] bytes = read.getBytes();
        read = Buffer.buffer();
        return bytes;
    }

    /** Whoever sent it has gone away: of a body that is not whole nothing is kept. */
    void cutOff() {
        if (!taken) {
            read = Buffer.buffer();
            room.end();
        }
    }

    /** The request has its answer. */
    void answered() {
        room.end();
    }
}
