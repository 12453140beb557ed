package dev.airlock.executor.model;

import dev.airlock.schemas.model.Backend;

/** What can run a plan. */
public enum SandboxKind {
    /** A microVM on /dev/kvm. */
    MICROVM(Backend.MICROVM),
    /** A container of the host's kernel, through an OCI runtime. */
    CONTAINER(Backend.CONTAINER),
    /** Looks at the payload and runs nothing. */
    SIMULATION(Backend.SIMULATION);

    private final Backend backend;

    SandboxKind(Backend backend) {
        this.backend = backend;
    }

    /** How orders and pulses call it. */
    public Backend backend() {
        return backend;
    }
}
