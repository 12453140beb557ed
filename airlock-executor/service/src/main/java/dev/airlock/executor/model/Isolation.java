package dev.airlock.executor.model;

/** Which backend that runs programs an executor has. */
public enum Isolation {
    /** The microVM where /dev/kvm can be opened, else the container where one can be started. */
    AUTO,
    /** The microVM, or nothing. */
    MICROVM,
    /** The container, or nothing. */
    CONTAINER
}
