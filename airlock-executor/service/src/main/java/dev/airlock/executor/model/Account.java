package dev.airlock.executor.model;

import dev.airlock.schemas.model.Refusal;
import java.time.Instant;

/** What became of an order: everything that its token will say about it. */
public sealed interface Account {
    /** It was run. */
    record Ran(Plan plan, Trace trace, Finding finding, Instant started, Instant ended) implements Account {}

    /** It was not. */
    record Refused(Refusal refusal) implements Account {}
}
