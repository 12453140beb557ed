package dev.airlock.schemas.model;

/** How guarded we are, from open to shut. What is unknown reads as {@link #HARD_QUARANTINE}. */
public enum PostureLevel {
    NORMAL_ZERO_TRUST,
    QUARANTINE_EXTERNAL_AI,
    HARD_QUARANTINE
}
