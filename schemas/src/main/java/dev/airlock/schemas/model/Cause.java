package dev.airlock.schemas.model;

/** Who made a posture what it is, and so who may end it. What is unknown reads as {@link #INCIDENT}. */
public enum Cause {
    /** The runtime; ends with a newer healthy verdict. */
    RUNTIME,
    /** An incident; ends only by an operator. */
    INCIDENT,
    /** An operator; ends only by an operator. */
    OPERATOR
}
