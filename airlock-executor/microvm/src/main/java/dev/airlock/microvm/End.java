package dev.airlock.microvm;

/** How a run ended. */
public sealed interface End {
    /**
     * The program ended itself.
     *
     * @param code 0 to 255
     */
    record Exited(int code) implements End {}

    /** The monitor ended it. */
    record Killed(String offence) implements End {}

    /** Its time was over. */
    record DeadlineExceeded() implements End {}

    /** It wrote more than it may; what fits is in the trace. */
    record OutputExceeded() implements End {}

    /** It made more system calls than it may. */
    record CallsExceeded() implements End {}

    /** It did what no program may, or the machine failed; {@code reason} says which. */
    record Faulted(String reason) implements End {}
}
