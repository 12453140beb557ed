package dev.airlock.schemas.syscalls;

/** What a policy says to one system call. */
public sealed interface Ruling {
    /** The call may be made. */
    record Allowed() implements Ruling {}

    /**
     * The call ends the guest; there is no warning.
     *
     * @param call the contract's name where there is one ({@code sys_socket}), else {@code sys_} and the Linux name
     * @param cause which of the two lists refused it
     */
    record Violation(String call, Cause cause) implements Ruling {
        /** The words of the contract, as they stand in the token. */
        public String text(String intent) {
            return switch (cause) {
                case DANGEROUS -> call + " (blocked: dangerous syscall for any intent)";
                case NOT_ALLOWED -> call + " (not allowed for intent '" + intent + "')";
            };
        }
    }

    /** Why a call is refused; dangerous is tested first. */
    enum Cause {
        DANGEROUS,
        NOT_ALLOWED
    }
}
