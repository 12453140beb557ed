package dev.airlock.schemas.model;

/** What runs programs, from the best to nothing. What is unknown reads as {@link #OFFLINE}. */
public enum RuntimeMode {
    /** A microVM pool is ready. */
    EMBEDDED_ONLINE,
    /** Only the container backend is ready. */
    KERNEL_ONLINE,
    /** Only the simulation is there, which isolates nothing. */
    PYTHON_FALLBACK,
    /** No executor. */
    OFFLINE
}
