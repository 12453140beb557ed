package dev.airlock.client;

/** What came back is no answer to what was asked: nobody may rely on it, and whether the intent was run is unknown. */
public final class AnswerRejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AnswerRejected(String message) {
        super(message);
    }

    AnswerRejected(String message, Throwable cause) {
        super(message, cause);
    }
}
