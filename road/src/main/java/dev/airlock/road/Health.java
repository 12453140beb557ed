package dev.airlock.road;

/** How a loop is. */
public sealed interface Health {
    /** Not yet with its partitions. */
    record Starting() implements Health {}

    record Running() implements Health {}

    /** The bus refuses or does not answer; the loop tries again. */
    record Failing(String reason) implements Health {}

    /** It was closed. */
    record Closed() implements Health {}

    /** Our own code threw, so the loop has stopped: nothing of the last step was written. */
    record Broken(Throwable cause) implements Health {}
}
