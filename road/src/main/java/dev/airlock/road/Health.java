package dev.airlock.road;

/** How a loop is. */
public sealed interface Health {
    /** Not yet with its partitions. */
    record Starting() implements Health {}

    record Running() implements Health {}

    /** The bus refuses or does not answer, or a partition is paused while the others go on; the loop tries again. */
    record Failing(String reason) implements Health {}

    /** It was closed. */
    record Closed() implements Health {}

    /** Our own code threw, so the loop has stopped: nothing of the last step was written. */
    record Broken(Throwable cause) implements Health {}

    /**
     * How it is with something that it has to hear besides: this one where it does not run, and else the other's.
     *
     * @param what that is not heard, in the plural, for the reason
     */
    default Health hearing(String what, Health other) {
        if (!(this instanceof Running)) {
            return this;
        }
        return switch (other) {
            case Failing(String reason) -> new Failing(what + " are not heard: " + reason);
            case Broken(Throwable cause) ->
                new Broken(new IllegalStateException(what + " are not heard: " + cause, cause));
            case Closed _ -> new Failing(what + " are not heard: their watch was closed");
            case Starting _, Running _ -> other;
        };
    }
}
