package dev.airlock.gateway.model;

import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;

/** The gateway's word on an intent. */
public sealed interface Decision {
    /** It may run, on these terms. */
    record Admit(Order order) implements Decision {}

    /** It may not, and why. */
    record Refuse(Refusal refusal) implements Decision {}
}
