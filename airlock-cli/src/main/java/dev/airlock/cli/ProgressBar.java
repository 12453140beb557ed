package dev.airlock.cli;

import dev.airlock.ledger.audit.shell.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** A line that grows, on a terminal; nothing anywhere else. On one thread. */
final class ProgressBar implements Progress {
    private static final int CELLS = 32;
    /** Eighths of a cell. */
    private static final String PARTS = " ▏▎▍▌▋▊▉█";

    private static final long NANOS_BETWEEN = 100_000_000L;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean shown;
    private long lastNanos;
    private boolean drawn;

    /** @param shown whether {@code err} is a terminal */
    ProgressBar(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    /** Whether standard error is a terminal, on Linux. */
    static boolean onTerminal() {
        try {
            String place = Path.of("/proc/self/fd/2").toRealPath().toString();
            return place.startsWith("/dev/pts/") || place.startsWith("/dev/tty");
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void at(long offset, long offsets) {
        long now = System.nanoTime();
        if (shown && now - lastNanos >= NANOS_BETWEEN) {
            lastNanos = now;
            drawn = true;
            err.print(CLEAR + text(offset, offsets));
            err.flush();
        }
    }

    /** Takes the line away. */
    void done() {
        if (drawn) {
            err.print(CLEAR);
            err.flush();
        }
    }

    static String text(long offset, long offsets) {
        double share = offsets <= 0 ? 1 : Math.clamp(offset / (double) offsets, 0, 1);
        int eighths = (int) Math.round(share * CELLS * 8);
        StringBuilder bar = new StringBuilder("verifying ");
        for (int cell = 0; cell < CELLS; cell++) {
            bar.append(PARTS.charAt(Math.clamp(eighths - cell * 8L, 0, 8)));
        }
        return bar.append(" %3d %%  %,d records".formatted(Math.round(share * 100), offset))
                .toString();
    }
}
