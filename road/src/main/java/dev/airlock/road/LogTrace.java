package dev.airlock.road;

import dev.airlock.schemas.model.TraceContext;
import java.util.Optional;
import org.slf4j.MDC;

/** A trace's id in the log lines of one thread, until it is closed. Where there is no trace, it does nothing. */
public final class LogTrace implements AutoCloseable {
    /** Its name in SLF4J's MDC. */
    public static final String FIELD = "trace";

    private static final LogTrace NONE = new LogTrace(false);

    private final boolean set;

    private LogTrace(boolean set) {
        this.set = set;
    }

    /** From here on, on this thread. */
    public static LogTrace of(Optional<TraceContext> trace) {
        trace.ifPresent(context -> MDC.put(FIELD, context.traceId()));
        return trace.isPresent() ? new LogTrace(true) : NONE;
    }

    @Override
    public void close() {
        if (set) {
            MDC.remove(FIELD);
        }
    }
}
