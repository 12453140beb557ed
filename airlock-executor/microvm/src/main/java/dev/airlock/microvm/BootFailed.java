package dev.airlock.microvm;

/** A program that never asked for its payload, with the reason and what it wrote to stderr. */
public final class BootFailed extends Exception {
    private static final long serialVersionUID = 1L;

    BootFailed(String reason) {
        super(reason);
    }

    BootFailed(String reason, Throwable cause) {
        super(reason, cause);
    }
}
