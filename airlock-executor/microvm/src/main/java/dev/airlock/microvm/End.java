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

    /** It and what the kernel kept for it took more memory than it may, so that the kernel ended it. */
    record MemoryExceeded() implements End {}

    /** It made more system calls than it may. */
    record CallsExceeded() implements End {}

    /** It ended itself and left more files than it may; none is kept. */
    record FilesExceeded(String what) implements End {}

    /** It ended in the middle of something; {@code reason} says of what. */
    record Faulted(Blame blame, String reason) implements End {}

    /** Whose fault a fault is. */
    enum Blame {
        /** The program did what no program may. */
        GUEST,
        /** The machine could not do its part. */
        MACHINE
    }
}
