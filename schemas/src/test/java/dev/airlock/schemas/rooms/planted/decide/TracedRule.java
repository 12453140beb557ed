package dev.airlock.schemas.rooms.planted.decide;

import dev.airlock.schemas.model.TraceContext;

/** A rule that lets whoever writes a header choose. */
public final class TracedRule {
    private TracedRule() {}

    public static boolean decide(TraceContext trace) {
        return trace.traceId().startsWith("4bf9");
    }
}
