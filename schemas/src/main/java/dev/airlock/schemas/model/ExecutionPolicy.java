package dev.airlock.schemas.model;

/** Who may run programs, and through what. What is unknown reads as {@link #DENY}. */
public enum ExecutionPolicy {
    ALLOW_THROUGH_TRUST_KERNELD,
    ALLOW_THROUGH_AIRLOCK,
    LOCAL_OR_OPERATOR_APPROVED_ONLY,
    DENY
}
