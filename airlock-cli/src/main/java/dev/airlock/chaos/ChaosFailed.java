package dev.airlock.chaos;

/** The road could not be laid, or a process of it does not stay up; nothing is said about its tokens then. */
public final class ChaosFailed extends Exception {
    private static final long serialVersionUID = 1L;

    ChaosFailed(String message) {
        super(message);
    }

    ChaosFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
