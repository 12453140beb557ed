package dev.airlock.executor.model;

import dev.airlock.schemas.model.Refusal;

/** Whether a run may begin. */
public sealed interface Leave {
    /** It may, like this. */
    record Go(Plan plan) implements Leave {}

    /** It may not. */
    record Refused(Refusal refusal) implements Leave {}
}
