package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.Answer.Streamed;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program writes, on its way to one client while it runs. At most {@value #WAITING_BYTES_MAX} bytes wait; a client that is slower
 * than that is sent nothing more before the answer, which has the rest. Whoever writes never waits. What was handed on of a stream is always
 * its beginning. Any thread.
 */
public final class LiveOutput {
    static final int WAITING_BYTES_MAX = 256 << 10;
    /** What keeping a stretch costs beside its bytes. */
    private static final int STRETCH_BYTES = 64;

    private final List<Stretch> waiting = new ArrayList<>();
    private Runnable wake = () -> {};
    private int waitingBytes;
    private int stdout;
    private int stderr;
    private boolean woken;
    private boolean stopped;

    /** Bytes of one stream that follow one another. */
    public record Stretch(boolean error, ByteArrayOutputStream bytes) {}

    /** Of a client that did not ask for it: everything is the rest. */
    public static LiveOutput none() {
        var none = new LiveOutput();
        none.stopped = true;
        return none;
    }

    /** @param ready is called when something waits, once until it is taken; it must not block */
    public static LiveOutput of(Runnable ready) {
        var live = new LiveOutput();
        live.wake = ready;
        return live;
    }

    private LiveOutput() {}

    /** The program wrote this. */
    public void wrote(boolean error, byte[] bytes) {
        synchronized (this) {
            if (stopped || !keep(error, bytes)) {
                stopped = true;
                return;
            }
            if (woken) {
                return;
            }
            woken = true;
        }
        wake.run();
    }

    private boolean keep(boolean error, byte[] bytes) {
        boolean goesOn = !waiting.isEmpty() && waiting.getLast().error() == error;
        int more = bytes.length + (goesOn ? 0 : STRETCH_BYTES);
        if (more > WAITING_BYTES_MAX - waitingBytes) {
            return false;
        }
        if (!goesOn) {
            waiting.add(new Stretch(error, new ByteArrayOutputStream()));
        }
        waiting.getLast().bytes().writeBytes(bytes);
        waitingBytes += more;
        return true;
    }

    /** All that waits; from here on it counts as sent. */
    public synchronized List<Stretch> take() {
        woken = false;
        List<Stretch> taken = List.copyOf(waiting);
        for (Stretch stretch : taken) {
            if (stretch.error()) {
                stderr += stretch.bytes().size();
            } else {
                stdout += stretch.bytes().size();
            }
        }
        waiting.clear();
        waitingBytes = 0;
        return taken;
    }

    /** Takes nothing more, lets go of what waits, and says how much was sent. */
    public synchronized Streamed end() {
        stopped = true;
        waiting.clear();
        return new Streamed(stdout, stderr);
    }
}
