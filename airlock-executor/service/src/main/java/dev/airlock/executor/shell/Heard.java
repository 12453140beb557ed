package dev.airlock.executor.shell;

import dev.airlock.executor.sandbox.Tap;
import dev.airlock.schemas.model.Bytes;
import java.io.ByteArrayOutputStream;

/**
 * Keeps what somebody heard of a run, so that the token covers it also when the sandbox fails and leaves no trace. What is heard is bounded
 * by the run's own limit. The run's thread writes, and whoever waited for the run reads.
 */
final class Heard implements Tap {
    private final Tap next;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Heard(Tap next) {
        this.next = next;
    }

    @Override
    public synchronized void wrote(boolean error, byte[] bytes) {
        if (!next.equals(NONE)) {
            (error ? err : out).writeBytes(bytes);
            next.wrote(error, bytes);
        }
    }

    synchronized Bytes stdout() {
        return Bytes.of(out.toByteArray());
    }

    synchronized Bytes stderr() {
        return Bytes.of(err.toByteArray());
    }
}
