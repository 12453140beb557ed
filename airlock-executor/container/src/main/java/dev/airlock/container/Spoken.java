package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.linux.PipeEnd;
import dev.airlock.microvm.Monitor;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What a program writes to its two outputs, bytes counted together; what fits is kept. For one thread. */
final class Spoken {
    private final int bytesMax;
    private final Monitor monitor;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private boolean tooMuch;

    Spoken(int bytesMax, Monitor monitor) {
        this.bytesMax = bytesMax;
        this.monitor = monitor;
    }

    /**
     * Takes what there is now, as long as it fits.
     *
     * @param readsMax no more reads than these: a program that goes on writing could keep whoever hears it for ever
     */
    void hear(PipeEnd from, boolean error, int readsMax) throws Errno {
        for (int reads = 0; reads < readsMax && !tooMuch; reads++) {
            if (!(from.read() instanceof PipeEnd.Got.Some(byte[] bytes))) {
                return;
            }
            int fits = Math.min(bytes.length, bytesMax - out.size() - err.size());
            tooMuch = fits < bytes.length;
            if (fits > 0) {
                byte[] kept = Arrays.copyOf(bytes, fits);
                (error ? err : out).writeBytes(kept);
                monitor.wrote(error, kept);
            }
        }
    }

    /** Whether it wrote more than it may. */
    boolean tooMuch() {
        return tooMuch;
    }

    byte[] out() {
        return out.toByteArray();
    }

    byte[] err() {
        return err.toByteArray();
    }
}
