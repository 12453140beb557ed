package dev.airlock.road.config;

/** Where a setting's value comes from; each stands before the ones behind it. */
public enum Source {
    /** An option of the command. */
    COMMAND,
    /** A variable of the environment. */
    ENVIRONMENT,
    FILE,
    /** Nobody said anything. */
    DEFAULT
}
