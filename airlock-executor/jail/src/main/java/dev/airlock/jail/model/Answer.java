package dev.airlock.jail.model;

/** What a filter says to a system call. */
public sealed interface Answer {
    /** The call is made. */
    record Allow() implements Answer {}

    /**
     * The call is not made and fails with this error, whatever the strictness: its caller is known to go on without.
     *
     * @param errno 1 to 4095
     */
    record Refuse(int errno) implements Answer {
        public Refuse {
            if (errno < 1 || errno > 4095) {
                throw new IllegalArgumentException("errno " + errno + "; 1 to 4095");
            }
        }
    }

    /** What the {@link Strictness} says. */
    record Deny() implements Answer {}
}
