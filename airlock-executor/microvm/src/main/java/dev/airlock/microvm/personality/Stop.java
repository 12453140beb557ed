package dev.airlock.microvm.personality;

/** Why a call ends the guest. */
public sealed interface Stop {
    /**
     * The guest ended itself.
     *
     * @param code 0 to 255
     */
    record Exited(int code) implements Stop {}

    /** The guest wrote more than it may. */
    record OutputFull() implements Stop {}
}
