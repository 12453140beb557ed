package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.Trace;
import dev.airlock.schemas.model.Refusal;

/** What a sandbox did with a plan. */
public sealed interface Attempt {
    /** It ran. */
    record Ran(Trace trace) implements Attempt {}

    /** Nothing was run, since something that it takes is missing. */
    record Declined(Refusal refusal) implements Attempt {}
}
