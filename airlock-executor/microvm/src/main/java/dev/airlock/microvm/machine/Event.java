package dev.airlock.microvm.machine;

/** Why the guest stands still. */
public sealed interface Event {
    /**
     * A system call, as the registers hold it: decoded once, for whoever watches and for whoever answers.
     *
     * @param number the low half of RAX, as Linux reads it
     */
    record Call(int number, long a0, long a1, long a2, long a3, long a4, long a5) implements Event {}

    /** The guest did something no program may; {@code text} has vector, instruction and address. */
    record Fault(String text) implements Event {}

    /** A signal came from outside. */
    record Interrupted() implements Event {}

    /** Any exit a well-behaved guest does not cause. */
    record Illegal(String text) implements Event {}
}
