package dev.airlock.microvm;

/** A monitor's word on one system call. */
public sealed interface Judgement {
    /** The call is answered. */
    record Allow() implements Judgement {}

    /**
     * The call is not answered, and the guest never runs again.
     *
     * @param offence what it was, for the finding
     */
    record Kill(String offence) implements Judgement {}
}
