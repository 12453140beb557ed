package dev.airlock.schemas.model;

/** The unprotected Python path as a verdict sees it. What is unknown reads as {@link #UNAVAILABLE}. */
public enum PythonFallback {
    DISABLED,
    ENABLED,
    AVAILABLE,
    UNAVAILABLE,
    DENIED_UNLESS_SOFT_BOOTSTRAP_DEV
}
